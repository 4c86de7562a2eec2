cdef class Piece:
    cdef readonly str text
    cdef readonly Py_ssize_t start
    cdef readonly Py_ssize_t end
    cdef readonly str type

cdef class Tree:
    cdef readonly str data
    cdef readonly list children
