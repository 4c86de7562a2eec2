cimport cython

from trialtext.resolve.term_counts cimport Lookup


cdef class PageEvidence:
    cdef readonly str text
    cdef readonly str conditions
    cdef readonly str keywords
    cdef str _lower
    cdef dict _counts

    cpdef str lower_text(self)
    cpdef int count(self, str stem)


cdef class Words:
    cdef list texts
    cdef list bares
    cdef list stems
    cdef list codes
    cdef list keys
    cdef list cases
    cdef list shapes
    cdef list packed
    cdef list alike
    cdef list pairs


@cython.locals(
    after=int, again=list, alike=list, at=Py_ssize_t, bares=list, before=int, cases=list,
    in_other=list, in_text=list, last=Py_ssize_t, lefts=list, mixed=int, packed=list, pair=str,
    pairs=list, repeat=int, rights=list, stems=list, text=str, texts=list,
)
cdef list _cuts(Words words, PageEvidence page, str other, tables)

cdef int _where(str pair, str text, bint before, bint after)

@cython.locals(few=int, together=int)
cdef int _in_text(str pair, str text, int before, int after)

@cython.locals(
    bags=list, by_bag=int, depth=int, depths=list, end=Py_ssize_t, flaw=int, found=list,
    head=int, known=int, length=Py_ssize_t, part=int, phrase=int, phrases=list, row=int,
    size=Py_ssize_t, start=Py_ssize_t, stop=Py_ssize_t, tail=int, tails=list, wrong=list,
)
cdef list _terms(Words words, list reach, Lookup lookup, tables)

@cython.locals(at=Py_ssize_t, cases=list, case=int, found=list, shape=int, text=str)
cdef list _wrong(Words words)

@cython.locals(at=Py_ssize_t, codes=list, found=list, key="unsigned int", pairs=list)
cdef list _phrases(Words words, Py_ssize_t start, Py_ssize_t stop, Lookup lookup)

@cython.locals(at=Py_ssize_t, bag="unsigned int", found=list, more="unsigned int", packed=list)
cdef list _bags(Words words, list hashes, Py_ssize_t start, Py_ssize_t stop, Lookup lookup)

cdef int _parts(int head, int tail, int length)
