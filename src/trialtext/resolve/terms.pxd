cimport cython


@cython.locals(end=Py_ssize_t, spans=list, start=Py_ssize_t, text=str, texts=list)
cpdef split_terms(str line, kind, page)

@cython.locals(
    at=Py_ssize_t, best=list, cuts=list, end=Py_ssize_t, ends=list, found=list, odds=list,
    score=double, size=Py_ssize_t, start=Py_ssize_t, terms=list, top=double, ways=double,
)
cdef tuple _best_cuts(observed)

@cython.locals(reach=list, size=Py_ssize_t, start=Py_ssize_t, stop=Py_ssize_t)
cdef list _reach(list cuts)
