//! What can be said on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::SignedDuration;

use crate::intake::IntakeLimits;
use crate::vocabulary::Vocabularies;

/// 公有資産ポートフォリオGIS — a public facility and land portfolio service
#[derive(Debug, Parser)]
#[command(name = "koyu", version, propagate_version = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 公開・閲覧サーバを起動 / serve a portfolio over HTTP
    Serve(ServeArguments),
    /// 架空のデモデータを作成 / make a demo portfolio of invented data
    Demo(DemoArguments),
    /// ファイルを取り込む / import a file
    Import(ImportArguments),
    /// ファイルに書き出す / write records as a file
    #[command(disable_version_flag = true)]
    Export(ExportArguments),
    /// 取込みの一覧 / list the imports that were committed
    Batches(StoreArguments),
    /// 取込みや変更をまとめて取り消す / take a commit back: an import or any other change
    Rollback(RollbackArguments),
    /// 報告 / reports about the portfolio
    Report(ReportArguments),
    /// 局ごとの年次調査票（XLSX）を作成 / make the yearly workbook of each bureau
    Workbooks(WorkbooksArguments),
    /// 行・履歴・ハッシュ連鎖を検査 / check that rows, log and hash chain agree
    Check(StoreArguments),
    /// 版の一覧 / list the versions: who committed what, when and why
    Versions(VersionsArguments),
    /// アカウントの管理 / manage accounts
    Account(AccountArguments),
    /// OpenAPI 文書を出力 / print the OpenAPI document
    Openapi,
}

#[derive(Debug, Args)]
pub(super) struct StoreArguments {
    /// ポートフォリオの GeoPackage（なければ作成） / the portfolio's GeoPackage, made where there is none
    #[arg(long, env = "KOYU_STORE")]
    pub store: PathBuf,
}

/// The code lists that a command reads by.
#[derive(Debug, Args)]
pub(super) struct VocabularyArguments {
    /// 市のコード表と対応表のフォルダー / a folder of code lists and the crosswalk in place of those built in
    #[arg(long, value_name = "DIR", env = "KOYU_VOCABULARIES")]
    pub vocabularies: Option<PathBuf>,
}

impl VocabularyArguments {
    /// Every fault of the folder at once, by file and line.
    pub fn load(&self) -> anyhow::Result<Arc<Vocabularies>> {
        Ok(match &self.vocabularies {
            Some(folder) => Arc::new(Vocabularies::with_folder(folder)?),
            None => Vocabularies::embedded(),
        })
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ReportSubject {
    /// 施設分類の対応表 / the crosswalk of facility classes
    Crosswalk,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ReportFormat {
    Md,
    Csv,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// 何の報告か / what about
    #[arg(value_enum)]
    pub subject: ReportSubject,
    #[command(flatten)]
    pub store: StoreArguments,
    #[command(flatten)]
    pub vocabularies: VocabularyArguments,
    /// 形式 / format
    #[arg(long, value_enum, default_value = "md")]
    pub format: ReportFormat,
    /// 出力ファイル（なければ標準出力） / the file to write; standard output where absent
    #[arg(long)]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct WorkbooksArguments {
    #[command(flatten)]
    pub store: StoreArguments,
    #[command(flatten)]
    pub vocabularies: VocabularyArguments,
    /// 年度（2024、令和6年度） / the fiscal year
    #[arg(long)]
    pub fiscal_year: String,
    /// 出力フォルダー / the folder for the files
    #[arg(long)]
    pub out: PathBuf,
    /// 一つの局だけ（名称かコード） / one bureau only, by name or code
    #[arg(long)]
    pub bureau: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub store: StoreArguments,
    #[command(flatten)]
    pub vocabularies: VocabularyArguments,
    /// 待受けアドレス / the address to listen on
    #[arg(long, default_value = "127.0.0.1:8080", env = "KOYU_LISTEN")]
    pub listen: SocketAddr,
    /// サイトの名称・運営者・問い合わせ先・利用条件（TOML） / what the pages say of the service: titles, publisher, contact, licence
    #[arg(long, env = "KOYU_SITE")]
    pub site: Option<PathBuf>,
    /// このマシンからの書込みを許す（ループバックのみ） / let this machine write; loopback addresses only
    #[arg(long)]
    pub trust_loopback: bool,
    /// 添付ファイル1件の上限（MiB） / the largest attached file in MiB
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=2_048))]
    pub attachment_mib: u64,
    /// 添付ファイル全体の上限（MiB） / all attached files together in MiB
    #[arg(long, default_value_t = 20_480, value_parser = clap::value_parser!(u64).range(1..=16_777_216))]
    pub attachments_mib: u64,
    /// 取込みファイル1件の上限（MiB） / what one upload may take
    #[arg(long, value_name = "MIB", default_value_t = 512, env = "KOYU_UPLOAD_MIB",
        value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub upload_mib: u64,
    /// 保管する取込みファイルの合計の上限（MiB） / what all uploads may take together
    #[arg(long, value_name = "MIB", default_value_t = 4_096, env = "KOYU_UPLOADS_MIB",
        value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub uploads_mib: u64,
    /// 反映しない取込みを消すまでの日数 / days after which an upload that nobody commits goes
    #[arg(long, value_name = "DAYS", default_value_t = 7, env = "KOYU_UPLOAD_DAYS",
        value_parser = clap::value_parser!(u16).range(1..=365))]
    pub upload_days: u16,
}

impl ServeArguments {
    pub fn intake_limits(&self) -> IntakeLimits {
        IntakeLimits {
            upload_bytes: self.upload_mib << 20,
            total_bytes: self.uploads_mib << 20,
            age: SignedDuration::from_hours(24 * i64::from(self.upload_days)),
            ..IntakeLimits::default()
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct DemoArguments {
    #[command(flatten)]
    pub store: StoreArguments,
    /// 施設の数 / how many facilities
    #[arg(long, default_value_t = 1_719)]
    pub facilities: u32,
    /// 未利用地の数 / how many parcels
    #[arg(long, default_value_t = 505)]
    pub parcels: u32,
    /// 乱数の種 / the seed: the same seed gives the same portfolio
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Args)]
pub(super) struct AccountArguments {
    #[command(subcommand)]
    pub act: AccountAct,
}

#[derive(Debug, Subcommand)]
pub(super) enum AccountAct {
    /// アカウントを追加し、一度だけ使えるパスワードを表示 / add an account and print its one-time password
    Add {
        /// アカウント名 / the name
        name: String,
        /// 誰か（用地課 山田） / who that is, for people
        #[arg(long)]
        person: String,
        #[command(flatten)]
        rights: RightsArguments,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// アカウントの一覧 / list the accounts
    List {
        #[command(flatten)]
        store: StoreArguments,
    },
    /// 一度だけ使えるパスワードを再発行 / give an account a new one-time password
    Reset {
        name: String,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// 役割と所管を置き換える / replace roles and bureau
    Roles {
        name: String,
        #[command(flatten)]
        rights: RightsArguments,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// アカウントを使えなくする / let an account in no more
    Disable {
        name: String,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// アカウントをまた使えるようにする / let an account in again
    Enable {
        name: String,
        #[command(flatten)]
        store: StoreArguments,
    },
    /// サインインとアカウント操作の記録 / who came in, who did not, and what was done to accounts
    Audit {
        #[command(flatten)]
        store: StoreArguments,
        /// 新しい順に何件 / how many, the latest first
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
}

#[derive(Debug, Args)]
pub(super) struct RightsArguments {
    /// 役割（コンマ区切り） / roles: viewer, planner, land_officer, approver, administrator
    #[arg(long, value_delimiter = ',', required = true)]
    pub roles: Vec<String>,
    /// 所管の局のコード / the bureau's code, for rights that end at the own bureau
    #[arg(long)]
    pub bureau: Option<String>,
    #[command(flatten)]
    pub vocabularies: VocabularyArguments,
}

#[derive(Debug, Args)]
pub(super) struct RollbackArguments {
    /// 取り消す版 / the version that the commit made, as `koyu batches` lists it
    #[arg(value_name = "VERSION")]
    pub commit: u64,
    #[command(flatten)]
    pub store: StoreArguments,
    /// 理由 / why, for the history
    #[arg(long)]
    pub reason: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    #[command(flatten)]
    pub vocabularies: VocabularyArguments,
    /// 種類 / what: facilities, buildings, usage, finance, condition, works, ledger, parcels, lots, wards, population, mesh, vacancies, layer:NAME
    pub kind: String,
    #[command(flatten)]
    pub store: StoreArguments,
    /// 形式 / format: csv, xlsx, json, geojson, geojsonseq, fgb, gpkg, shp
    #[arg(long)]
    pub format: String,
    /// 出力ファイル / the file to write
    #[arg(long)]
    pub out: PathBuf,
    /// 過去の版 / the portfolio as it stood at an earlier version
    #[arg(long)]
    pub version: Option<u64>,
    /// 過去の日（日本時間でその日の終わり） / the portfolio as it stood at the end of a day in Japan
    #[arg(long, conflicts_with = "version")]
    pub as_of: Option<jiff::civil::Date>,
}

#[derive(Debug, Args)]
pub(super) struct VersionsArguments {
    #[command(flatten)]
    pub store: StoreArguments,
    /// 新しい順に何件 / how many, the latest first
    #[arg(long, default_value_t = 100)]
    pub limit: u32,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    #[command(flatten)]
    pub vocabularies: VocabularyArguments,
    /// 種類 / what: facilities, buildings, usage, finance, condition, works, ledger, parcels, lots, wards, population, mesh, vacancies, workbook, layer:NAME
    pub kind: String,
    /// 取り込むファイル / the file
    pub file: PathBuf,
    #[command(flatten)]
    pub store: StoreArguments,
    /// 列の読み方（なければ自動判定） / the profile, detected where absent
    #[arg(long)]
    pub profile: Option<String>,
    /// 文字コード / encoding: utf-8, cp932, utf-16le, utf-16be
    #[arg(long)]
    pub encoding: Option<String>,
    /// 座標系 / coordinate system, such as EPSG:6674
    #[arg(long)]
    pub crs: Option<String>,
    /// シート・レイヤ・表 / sheet, layer or table
    #[arg(long)]
    pub table: Option<String>,
    /// 職員だけが見る参照レイヤ / a reference layer for those signed in only
    #[arg(long)]
    pub internal: bool,
    /// 人口の時点 / the day or year that population figures describe
    #[arg(long)]
    pub as_of: Option<String>,
    /// 基準日 / the day that the facts describe
    #[arg(long)]
    pub data_date: Option<jiff::civil::Date>,
    /// 理由 / why, for the history
    #[arg(long)]
    pub reason: Option<String>,
    /// 検査だけで書き込まない / check only, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// 検査結果の出力先 / where the report goes (.json or .csv)
    #[arg(long)]
    pub report: Option<PathBuf>,
    /// 拒否された行の出力先（CSV） / where refused rows go, to be corrected and imported again
    #[arg(long)]
    pub refused: Option<PathBuf>,
}
