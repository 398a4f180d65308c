//! What a client holds to be recognised: a session's id or a token. Only its hash is kept.

use sha2::{Digest, Sha256};

/// 256 bits that only the client holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// What a token begins with, so that it is found where it should not be.
const TOKEN_PREFIX: &str = "koyu_";

impl Secret {
    pub fn new(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// As a cookie holds it.
    pub fn session_text(&self) -> String {
        hex::encode(self.0)
    }

    pub fn of_session(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok().map(|()| Self(bytes))
    }

    /// As a program sends it.
    pub fn token_text(&self) -> String {
        format!("{TOKEN_PREFIX}{}", hex::encode(self.0))
    }

    pub fn of_token(text: &str) -> Option<Self> {
        text.strip_prefix(TOKEN_PREFIX).and_then(Self::of_session)
    }

    /// Found by equality of hashes, which tells nothing about how near a guess was.
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0).into())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is kept of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretHash(pub [u8; 32]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_reads_back_and_its_kinds_are_not_mistaken() {
        let secret = Secret::new([9; 32]);
        assert_eq!(Secret::of_session(&secret.session_text()), Some(secret.clone()));
        assert_eq!(Secret::of_token(&secret.token_text()), Some(secret.clone()));
        assert_eq!(Secret::of_session(&secret.token_text()), None);
        assert_eq!(Secret::of_token(&secret.session_text()), None);
        assert_ne!(secret.hash().0, [9; 32]);
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
