//! What needs a caller: internal reads and all writes. Answers are private and never kept (see `answer::finish`).

pub mod field;
