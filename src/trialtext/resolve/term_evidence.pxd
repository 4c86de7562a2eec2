cimport cython


@cython.locals(
    after=int, again=list, alike=list, at=Py_ssize_t, bares=list, before=int, cases=list,
    in_other=list, in_text=list, last=Py_ssize_t, lefts=list, mixed=int, packed=list, pair=str,
    pairs=list, repeat=int, rights=list, shapes=list, stems=list, texts=list,
)
cdef list _cuts(words, str text, str other, tables)

cdef int _where(str pair, str text, bint before, bint after)

@cython.locals(few=int, together=int)
cdef int _in_text(str pair, str text, int before, int after)

@cython.locals(
    alone=int, bags=list, by_bag=int, depth=int, depths=list, end=Py_ssize_t, flaw=int, found=list,
    head=int, known=int, length=int, part=int, phrase=int, phrases=list, row=int, size=Py_ssize_t,
    start=Py_ssize_t, stop=Py_ssize_t, tail=int, tails=list, whole=int, wrong=list,
)
cdef list _terms(words, list reach, lookup, tables)

@cython.locals(at=Py_ssize_t, case=int, shape=int, text=str)
cdef list _wrong(words)

@cython.locals(at=Py_ssize_t, codes=list, key="unsigned int", pairs=list)
cdef list _phrases(words, Py_ssize_t start, Py_ssize_t stop, lookup)

@cython.locals(at=Py_ssize_t, bag="unsigned long long", packed=list)
cdef list _bags(words, list hashes, Py_ssize_t start, Py_ssize_t stop, lookup)

cdef int _parts(int head, int tail, int length)
