from trialtext.page_parser cimport Piece, Tree
from trialtext.trace cimport Draft, Leaf


cpdef list rules(Tree tree)
cdef Piece _end_of(Piece token, Py_ssize_t at)


cdef class Reading:
    cdef public object source
    cdef public str kind
    cdef public object repaired
    cdef public str text
    cdef public object supplied
    cdef public bint bare
    cdef public dict modules
    cdef public dict results
    cdef public Leaf has_results
    cdef public str section
    cdef public list reports
    cdef public dict told
    cdef public list left
    cdef public list surroundings
    cdef public list boilerplate
    cdef public list cuts
    cdef public Tree tree
    cdef public dict sections
    cdef public list interventions
    cdef public dict repeats
    cdef public dict assigned
    cdef public dict countries
    cdef public tuple flow_header
    cdef public dict described
    cdef dict __dict__

    cpdef set_once(self, Draft draft, str field, node)
    cpdef Draft module(self, module)
    cpdef Draft study(self)
    cpdef Piece piece(self, Py_ssize_t start, Py_ssize_t end)
    cpdef Piece after(self, Piece token, str mark)
    cpdef Piece after_label(self, Piece token)
    cpdef Piece block(self, Piece first, Piece last)
    cpdef Piece value(self, Tree rule)
    cpdef Leaf copied(self, Piece piece)
    cpdef Leaf coded(self, Piece piece, meanings)
    cpdef Leaf parsed(self, Piece piece, parse, str kind)
    cpdef claim(self, Piece token)
    cpdef leave(self, str code, Piece piece, str message)
    cpdef leave_lines(self, list lines)
    cpdef report(self, str code, tuple place, str message)
    cpdef report_original(self, str code, tuple place, str message)
