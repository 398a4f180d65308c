//! What the service is called, who stands behind it, and on which terms its data may be used. What nobody configured is
//! absent, and the pages say so: nothing here is ever made up.

use std::sync::Arc;

use serde::Deserialize;

use crate::export::Publisher;
use crate::record::MunicipalityCode;

/// What the service is called and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub title_ja: String,
    pub title_en: String,
    /// Where browsers find the service, without a slash at the end (`https://koyu.example.jp`); from the request where absent.
    pub public_url: Option<String>,
    /// The body that publishes the data, as files name it.
    pub publisher: Arc<Publisher>,
    pub words: Arc<SiteWords>,
}

impl Default for Site {
    fn default() -> Self {
        Self::from(SiteWords::default())
    }
}

/// What the pages say about the service, from the file that `--site` names.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteWords {
    pub title_ja: Option<String>,
    pub title_en: Option<String>,
    pub public_url: Option<String>,
    pub publisher: Option<PublisherWords>,
    pub contact: Option<Contact>,
    pub licence: Option<Licence>,
    /// Where the data come from, in the publisher's words.
    pub source: Vec<SourceWords>,
    /// The address of the published accessibility policy or test result.
    pub accessibility_url: Option<String>,
}

/// The body that publishes the data.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublisherWords {
    pub name_ja: String,
    pub name_en: Option<String>,
    /// 全国地方公共団体コード, six digits.
    pub code: Option<MunicipalityCode>,
    pub url: Option<String>,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub name_ja: String,
    pub name_en: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub url: Option<String>,
}

/// On which terms the data may be used.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    pub name_ja: String,
    pub name_en: Option<String>,
    pub url: Option<String>,
}

/// A source of the data.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceWords {
    pub title_ja: String,
    pub title_en: Option<String>,
    pub url: Option<String>,
    pub note_ja: Option<String>,
    pub note_en: Option<String>,
}

impl From<SiteWords> for Site {
    fn from(words: SiteWords) -> Self {
        let publisher = words.publisher.as_ref();
        let title = |given: &Option<String>, default: &str| given.clone().unwrap_or_else(|| default.to_owned());
        Self {
            title_ja: title(&words.title_ja, "公有資産ポートフォリオ"),
            title_en: title(&words.title_en, "Public property portfolio"),
            public_url: words
                .public_url
                .as_ref()
                .map(|url| url.trim_end_matches('/').to_owned()),
            publisher: Arc::new(Publisher {
                name: publisher.map(|publisher| publisher.name_ja.clone()),
                code: publisher.and_then(|publisher| publisher.code),
            }),
            words: Arc::new(words),
        }
    }
}
