//! Passwords: what may be one, and the one way in which it is kept (argon2id).

use argon2::password_hash::{PasswordHash as Phc, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use super::account::AccountName;
use crate::text::Message;

/// The shortest password. Length is what counts against guessing; rules about kinds of characters only make patterns.
const FEWEST_CHARACTERS: usize = 12;
/// Longer ones would only cost time to hash.
const MOST_BYTES: usize = 256;

/// A text that may be a password of an account.
pub struct Password(String);

/// Why a text may not be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPassword {
    Short,
    Long,
    /// It holds the account's name, or little else than one character or a run of the keyboard.
    Guessable,
}

impl BadPassword {
    pub fn message(self) -> Message {
        match self {
            BadPassword::Short => Message::new(
                format!(
                    "パスワードは{FEWEST_CHARACTERS}文字以上にしてください。言葉をいくつか並べると覚えやすくなります。"
                ),
                format!("A password has at least {FEWEST_CHARACTERS} characters. Several words are easy to remember."),
            ),
            BadPassword::Long => Message::new(
                format!("パスワードは{MOST_BYTES}バイトまでです。"),
                format!("A password has at most {MOST_BYTES} bytes."),
            ),
            BadPassword::Guessable => Message::new(
                "推測されやすいパスワードです。アカウント名や、同じ文字・連続した文字の繰り返しを避けてください。",
                "This password is easily guessed. Use neither the account's name nor runs of the same or neighbouring characters.",
            ),
        }
    }
}

/// Runs and words that guessing begins with.
const RUNS: [&str; 8] = [
    "password",
    "0123456789",
    "9876543210",
    "abcdefghij",
    "qwertyuiop",
    "asdfghjkl",
    "koyu",
    "passw0rd",
];

impl Password {
    pub fn new(text: &str, account: &AccountName) -> Result<Self, BadPassword> {
        if text.len() > MOST_BYTES {
            return Err(BadPassword::Long);
        }
        if text.chars().count() < FEWEST_CHARACTERS {
            return Err(BadPassword::Short);
        }
        let mut rest = text.to_lowercase();
        rest = rest.replace(account.as_str(), "");
        for run in RUNS {
            rest = rest.replace(run, "");
        }
        let mut kinds: Vec<char> = rest.chars().collect();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.len() < 5 {
            return Err(BadPassword::Guessable);
        }
        Ok(Self(text.to_owned()))
    }

    /// A password that somebody is given to come in once: four groups of letters and digits that are not mistaken for each
    /// other, 80 bits.
    pub fn one_time(chance: [u8; 32]) -> Self {
        const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz123456789";
        let groups: Vec<String> = chance[..16]
            .chunks(4)
            .map(|group| {
                group
                    .iter()
                    .map(|byte| char::from(LETTERS[usize::from(byte & 31)]))
                    .collect()
            })
            .collect();
        Self(groups.join("-"))
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Takes tens of milliseconds by intent: never on a thread that others wait for.
    pub fn hash(&self, salt: [u8; 32]) -> PasswordHash {
        let salt = SaltString::encode_b64(&salt[..16]).expect("16 bytes are a salt");
        let hash = argon2id()
            .hash_password(self.0.as_bytes(), &salt)
            .expect("a text of bounded length can be hashed");
        PasswordHash(hash.to_string())
    }
}

/// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
fn argon2id() -> Argon2<'static> {
    let parameters = Params::new(19 * 1024, 2, 1, None).expect("the parameters are sound");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
}

/// What is kept of a password, in the PHC format with its own parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// As the store kept it.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the password, in a time that does not tell how far it was right.
    pub fn fits(&self, attempt: &str) -> bool {
        // What is longer than any password is not worth hashing, whoever it is.
        attempt.len() <= MOST_BYTES
            && Phc::new(&self.0).is_ok_and(|hash| argon2id().verify_password(attempt.as_bytes(), &hash).is_ok())
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> AccountName {
        "yamada".parse().expect("a name")
    }

    #[test]
    fn a_password_is_long_and_not_a_pattern() {
        let refused = |text: &str| Password::new(text, &name()).err();
        assert_eq!(refused("kawa no nagare"), None);
        assert_eq!(refused("短いことば"), Some(BadPassword::Short));
        assert_eq!(refused(&"長".repeat(100)), Some(BadPassword::Long));
        for pattern in ["aaaaaaaaaaaaaa", "yamadayamada1", "password0123456789", "Qwertyuiop12"] {
            assert_eq!(refused(pattern), Some(BadPassword::Guessable), "{pattern}");
        }
    }

    #[test]
    fn only_the_password_itself_fits_its_hash() {
        let Ok(password) = Password::new("kawa no nagare", &name()) else {
            panic!("a sound password")
        };
        let hash = password.hash([7; 32]);
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hash.fits("kawa no nagare"));
        assert!(!hash.fits("Kawa no nagare") && !hash.fits(""));
        assert!(!PasswordHash::stored("nonsense".into()).fits("nonsense"));
        assert!(!format!("{hash:?}").contains("argon"));
    }

    #[test]
    fn a_one_time_password_may_be_a_password() {
        let mut chance = [0; 32];
        for (at, byte) in chance.iter_mut().enumerate() {
            *byte = at as u8 * 7;
        }
        let made = Password::one_time(chance);
        assert_eq!(made.reveal().len(), 19);
        assert!(Password::new(made.reveal(), &name()).is_ok());
    }
}
