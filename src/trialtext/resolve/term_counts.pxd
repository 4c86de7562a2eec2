cimport cython

cdef int _SHIFT

cdef class Lookup:
    cpdef unsigned int of(self, unsigned int key)


cdef class Counts(Lookup):
    cdef const unsigned int[::1] _keys
    cdef const unsigned short[::1] _values

    @cython.locals(found="unsigned int", slot=Py_ssize_t)
    cpdef unsigned int of(self, unsigned int key)
