cimport cython


cdef class Piece:
    cdef readonly str text
    cdef readonly Py_ssize_t start
    cdef readonly Py_ssize_t end
    cdef readonly str type


@cython.locals(piece=Piece)
cdef Piece _piece(str text, Py_ssize_t start, Py_ssize_t end, str terminal)


cdef class Tree:
    cdef readonly str data
    cdef readonly list children


cdef class _Move:
    cdef str terminal
    cdef str words
    cdef Py_ssize_t state
    cdef tuple reductions


cdef class _Ready:
    cdef object match
    cdef list moves
    cdef tuple end


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
        begin=Py_ssize_t, begins=list, found=str, here=_Ready,
        index=Py_ssize_t, move=_Move, ready=list, reductions=tuple, rule=str, size=Py_ssize_t,
        start=Py_ssize_t, state=Py_ssize_t, values=list, words=str,
    )
    cpdef parse(self, str text, part)
