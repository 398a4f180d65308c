//! What a list is downloaded as: exactly the records that it shows, with licence and data date beside the links.

use maud::{Markup, html};

use super::frame::terms;
use super::setting::Setting;

/// A file that a list may be had as.
pub struct Download {
    pub ja: &'static str,
    pub en: &'static str,
    /// `format` and, where it is not the full one, `layout`.
    pub parameters: &'static [(&'static str, &'static str)],
}

/// `path` is the address of the exports, `conditions` those of the list.
pub fn downloads(setting: &Setting, files: &[Download], address: impl Fn(&Download) -> String) -> Markup {
    html! {
        section.downloads aria-labelledby="downloads" {
            h2 id="downloads" { (setting.pick("ダウンロード", "Download")) }
            p {
                @if setting.query.is_filtered() {
                    (setting.pick(
                        "上の条件に合うものだけが、表示中の順で全件入ります。",
                        "The files hold all records that fulfil the conditions above, in the order shown, and no others.",
                    ))
                } @else {
                    (setting.pick("全件が入ります。条件で絞り込むと、その結果だけになります。", "The files hold all records; with conditions set, only those that fulfil them."))
                }
            }
            ul.files {
                @for file in files {
                    li { a.file href=(address(file)) download { (setting.pick(file.ja, file.en)) } }
                }
            }
            (terms(setting))
        }
    }
}
