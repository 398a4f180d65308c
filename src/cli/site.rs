//! The file that `--site` names.

use std::path::Path;

use anyhow::Context;

use crate::http::{Site, SiteWords};

/// Reads what the pages say of the service. A name that is not known is refused: a misspelt contact would be no contact.
pub(super) fn read(path: &Path) -> anyhow::Result<Site> {
    let named = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(named)?;
    let words: SiteWords = toml::from_str(&text).with_context(named)?;
    Ok(Site::from(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> anyhow::Result<Site> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("site.toml");
        std::fs::write(&path, text)?;
        read(&path)
    }

    #[test]
    fn what_is_given_is_taken_and_the_rest_stays_unsaid() {
        let site = read_text(
            "title_ja = '市有地の案内'\npublic_url = 'https://koyu.example.jp/'\n[publisher]\nname_ja = '架空市'\ncode = '271004'\n",
        )
        .expect("a site");
        assert_eq!(site.title_ja, "市有地の案内");
        assert_eq!(site.public_url.as_deref(), Some("https://koyu.example.jp"));
        assert_eq!(site.publisher.name.as_deref(), Some("架空市"));
        assert!(site.words.contact.is_none() && site.words.licence.is_none());
    }

    #[test]
    fn a_misspelt_name_is_refused_with_its_place() {
        let refused = read_text("[contakt]\nname_ja = 'x'\n").expect_err("refused");
        assert!(format!("{refused:#}").contains("contakt"), "{refused:#}");
    }
}
