//! Search keys, character encodings and bilingual messages; stored text is never altered.
