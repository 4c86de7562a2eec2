from trialtext.page_parser cimport Piece, Tree
from trialtext.trace cimport Draft, Leaf
