"""What a reform changes for the Métropole, as a report to read, to print and to hear.

``figures``
    the figures of one reform among the tables of a comparison.
``wording``
    the words of a language, and numbers in the digits that their bars support.
``sections``, ``building``
    the parts of a report, each titled by what its figures say; then the whole.
``charts``, ``cartogram``
    the drawings, and the map of the communes.
``rendering``
    the same document as HTML and as a tagged PDF.
"""
