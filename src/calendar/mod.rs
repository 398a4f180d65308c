//! Japanese fiscal years (年度) and eras (和暦).
