"""Search over lists of codes and titles: ICD-10-PCS, HCPCS Level II, CPT.

These have no instructions and no 7th characters, but ICD-10-PCS has 78,603 titles made of few words. So their index
is another one than that of ICD-10-CM: small, in code order, with bit maps over codes.
"""
