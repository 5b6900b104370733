//! The command that takes over a finished file.
//!
//! Owns its run, its end and what becomes of the file (M091, M092). Refuses a shell. Rules kept here: that it runs is on
//! record before it is started, so that a crash never runs it twice by itself; a stop ends it and all that it started; a
//! failure keeps the file.

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use haul_model::fault::Category;
use haul_model::post_command::{FileFate, MOST_OUTPUT, PostCommand, Run, Said};
use haul_model::status::Phase;
use haul_store::{Change, Record};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::disk;
use crate::transfer::{Halt, Lines, Report, blocking, saving};
use crate::trouble::{Trouble, of_disk};

/// Time that a command has to end by itself when it is told to.
const GRACE: Duration = Duration::from_secs(3);

/// Time that is waited for the last words of a command that has ended; what it left behind may hold its streams open.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What is left to do about the command of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// Everything, once the file is there.
    All,
    /// Only what becomes of the file.
    Afterwards,
}

/// Looks what became of the command in an earlier attempt.
pub(crate) fn due(record: &Record) -> Result<Due, Halt> {
    match (record.task.work.post_command(), &record.post_run) {
        (Some(command), Some(run @ Run::Begun)) => Err(failed(command, run)),
        (Some(_), Some(run)) if run.is_done() => Ok(Due::Afterwards),
        (_, _) => Ok(Due::All),
    }
}

/// Runs the command of a task whose file has its final name, if there is one.
pub(crate) async fn run(lines: &Lines, record: &Record) -> Result<(), Halt> {
    let Some(command) = record.task.work.post_command() else { return Ok(()) };
    lines.entered(Phase::Processing).await;
    // The file is whole: a stop takes nothing from it.
    let _ = lines.reports.send(Report::Learned(lines.id, true)).await;
    keep(lines, Run::Begun).await?;
    let path = record.folder.join(record.name.as_str());
    let run = match start(&command.for_file(&path), &record.folder) {
        Err(error) => Run::NotStarted { why: error.to_string() },
        Ok(child) => follow(child, &lines.stop).await?,
    };
    keep(lines, run.clone()).await?;
    if run.is_done() { afterwards(record).await } else { Err(failed(command, &run)) }
}

/// Does with the file what is to be done after the command.
pub(crate) async fn afterwards(record: &Record) -> Result<(), Halt> {
    let is_consumed = record.task.work.post_command().is_some_and(|command| command.fate == FileFate::Removed);
    if is_consumed {
        let path = record.folder.join(record.name.as_str());
        let removed = path.clone();
        blocking(move || disk::remove_file(&removed)).await?.map_err(|error| of_disk(&error, &path))?;
    }
    Ok(())
}

fn failed(command: &PostCommand, run: &Run) -> Halt {
    let message = run.complaint(command.program()).unwrap_or_default();
    tracing::info!(%message, "a command failed");
    Trouble::new(Category::LocalCommand, message).into()
}

async fn keep(lines: &Lines, run: Run) -> Result<(), Halt> {
    saving::keep(&lines.site.store, &lines.stop, &Change::Ran { id: lines.id, run }).await
}

/// Starts the command in a group of its own, in the folder of the file.
fn start(argv: &[OsString], folder: &Path) -> std::io::Result<Child> {
    let (program, arguments) = argv.split_first().ok_or(std::io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).process_group(0).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

/// Hears a command to its end; a stop ends it.
async fn follow(mut child: Child, stop: &CancellationToken) -> Result<Run, Halt> {
    let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    let streams = (child.stdout.take(), child.stderr.take());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let ended = {
        let hear = async {
            tokio::join!(hear(streams.0, &mut stdout), hear(streams.1, &mut stderr));
        };
        tokio::pin!(hear);
        let mut has_said_all = false;
        loop {
            tokio::select! {
                () = stop.cancelled() => {
                    end(child, group).await;
                    return Err(Halt::Stopped);
                }
                ended = child.wait() => {
                    if !has_said_all {
                        let _ = timeout(LAST_WORDS, &mut hear).await;
                    }
                    break ended;
                }
                () = &mut hear, if !has_said_all => has_said_all = true,
            }
        }
    };
    let ended = ended.map_err(|error| Trouble::internal(&format!("a command could not be waited for: {error}")))?;
    Ok(outcome(ended, Said { stdout: text(&stdout), stderr: text(&stderr) }))
}

/// Ends a command with everything that it started.
async fn end(mut child: Child, group: Option<Pid>) {
    let Some(group) = group else { return };
    // A group that is gone cannot be told anything, and need not.
    let _ = kill_process_group(group, Signal::TERM);
    tokio::select! {
        _ = child.wait() => {}
        () = sleep(GRACE) => {}
    }
    let _ = kill_process_group(group, Signal::KILL);
    let _ = child.wait().await;
}

fn outcome(ended: ExitStatus, said: Said) -> Run {
    match (ended.code(), ended.signal()) {
        (Some(code), _) => Run::Exited { code, said },
        (None, signal) => Run::Killed { signal: signal.unwrap_or_default(), said },
    }
}

/// Reads a stream to its end and keeps its beginning.
async fn hear(stream: Option<impl AsyncRead + Unpin>, kept: &mut Vec<u8>) {
    let Some(mut stream) = stream else { return };
    let mut piece = vec![0; 4096];
    while let Ok(read) = stream.read(&mut piece).await
        && read > 0
    {
        let room = MOST_OUTPUT.saturating_sub(kept.len());
        kept.extend_from_slice(&piece[..read.min(room)]);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
