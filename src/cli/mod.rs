//! The command line.

mod arguments;
mod batches;
mod check;
mod demo;
mod export;
mod import;
mod openapi;
mod portfolio;
mod report;
mod rollback;
mod serve;
mod site;
mod subject;
mod versions;
mod workbooks;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use self::arguments::{Arguments, Command};

/// How a command ended: the exit status that scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// 0
    Done,
    /// 1: findings that stop.
    Stopped,
}

/// Runs the command line of this process. Exit status 0 done, 1 findings that stop or an error, 2 wrong use.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("KOYU_LOG").unwrap_or_else(|_| "koyu=info,warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("koyu: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(async {
        match arguments.command {
            Command::Serve(arguments) => serve::run(arguments).await,
            Command::Demo(arguments) => demo::run(arguments).await,
            Command::Import(arguments) => import::run(arguments).await,
            Command::Export(arguments) => export::run(arguments).await,
            Command::Batches(arguments) => batches::run(arguments).await,
            Command::Rollback(arguments) => rollback::run(arguments).await,
            Command::Report(arguments) => report::run(arguments).await,
            Command::Workbooks(arguments) => workbooks::run(arguments).await,
            Command::Check(arguments) => check::run(arguments).await,
            Command::Versions(arguments) => versions::run(arguments).await,
            Command::Openapi => openapi::run(),
        }
    });
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Stopped) => ExitCode::FAILURE,
        Err(error) if nobody_listens(&error) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("koyu: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Says on standard output what came of a command that has done its work: whether somebody still reads there is no matter.
fn say(text: &str) -> io::Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// `koyu versions | head`: the reader has seen enough, and needs no word about it. Whether all was well is not known then.
fn nobody_listens(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
