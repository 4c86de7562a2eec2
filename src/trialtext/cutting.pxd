cimport cython


cdef class Headings:
    cdef object _next_sign
    cdef dict _fixed
    cdef object _others

    @cython.locals(found=list, reached=Py_ssize_t, start=Py_ssize_t)
    cpdef list find(self, str text)

    @cython.locals(above=Py_ssize_t)
    cdef object _heading(self, str text, Py_ssize_t start, Py_ssize_t reached)


@cython.locals(end=Py_ssize_t)
cdef Py_ssize_t _line_above(str text, Py_ssize_t start)

@cython.locals(above=Py_ssize_t, at=Py_ssize_t, blurb=str)
cdef Py_ssize_t _after_repeats(str text, Py_ssize_t start, Py_ssize_t end)
