//! Reference layers: foreign data kept beside the portfolio.
