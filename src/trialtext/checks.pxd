from trialtext.page_parser cimport Piece, Tree
from trialtext.readers.reading cimport Reading
from trialtext.trace cimport Draft, Leaf
