cdef class Leaf:
    cdef readonly object value
    cdef readonly tuple spans
    cdef readonly object how
    cdef readonly str evidence

cdef class Draft:
    cdef readonly object cls
    cdef readonly dict fields
