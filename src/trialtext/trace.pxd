cimport cython


cdef class Leaf:
    cdef readonly object value
    cdef readonly tuple spans
    cdef readonly object how
    cdef readonly str evidence

    cpdef Leaf moved(self, tuple spans)
    cpdef Leaf resolved(self, str evidence)


cdef class Draft:
    cdef readonly object cls
    cdef readonly dict fields

    cpdef set(self, str name, node)
    cpdef append(self, str name, Draft draft)
    cpdef list drafts(self, str name)
    cpdef list leaves(self, str name)
    cpdef Leaf leaf(self, str name)


cpdef freeze(node)

@cython.locals(defaults=list, fields=dict, name=str)
cdef _object(Draft draft)
cpdef _collect(node, str pointer, list found)
