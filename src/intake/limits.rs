//! What uploads may take.

use jiff::SignedDuration;

/// Caps on uploads. Beyond them nothing is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntakeLimits {
    /// One upload, all of its files together.
    pub upload_bytes: u64,
    /// All uploads together.
    pub total_bytes: u64,
    /// Rows of one file: what was found out about them is held in memory. The command line takes more.
    pub rows: u64,
    /// An upload that nobody commits goes after that long.
    pub age: SignedDuration,
    /// Rows of all uploads whose findings are held in memory at once; those of others are found out again when asked for.
    pub held_rows: u64,
}

impl Default for IntakeLimits {
    fn default() -> Self {
        Self {
            upload_bytes: 512 << 20,
            total_bytes: 4 << 30,
            rows: 200_000,
            age: SignedDuration::from_hours(7 * 24),
            held_rows: 400_000,
        }
    }
}
