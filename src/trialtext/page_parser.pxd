cimport cython


cdef class Piece:
    cdef readonly str text
    cdef readonly Py_ssize_t start
    cdef readonly Py_ssize_t end
    cdef readonly str type


cdef class Tree:
    cdef readonly str data
    cdef readonly list children


cdef class PageParser:
    cdef object _starts
    cdef object _states
    cdef dict _terminals
    cdef str _skip
    cdef list _ready
    cdef dict _matchers
    cdef dict _reductions
    cdef dict _sequences

    @cython.locals(
        at=Py_ssize_t, begin=Py_ssize_t, begins=list, end=Py_ssize_t, found=str,
        index=Py_ssize_t, moves=tuple, reductions=tuple, rule=str, size=Py_ssize_t,
        start=Py_ssize_t, state=Py_ssize_t, terminal=str, values=list, words=str,
    )
    cpdef parse(self, str text, part)
