//! Every state and every input, against one table.
//!
//! A cell is the state that follows, with the effect after a plus sign; `=` means that nothing changes, `!` that the
//! step is refused. A row is an input, a column the state it comes to.

use anyhow::{Context as _, Result, bail, ensure};
use haul_model::fault::{Category, Fault, Remedy};
use haul_model::link::Hindrance;
use haul_model::status::{Effect, Input, Intent, PausedBy, Phase, State, TaskStatus, WaitingFor, step};
use haul_model::time::Timestamp;

const TABLE: &str = "
            hindered          queued            held           running        waiting        paused         complete  missing  failed  canceled    verified
 resume     queued            =                 queued         =              queued         queued         !         !        !       !           =
 pause      paused            paused            paused         paused+keep    paused         =              !         !        !       !           =
 cancel     canceled+drop     canceled+drop     canceled+drop  canceled+drop  canceled+drop  canceled+drop  =         =        =       =           canceled+drop
 retry      =                 =                 =              =              queued         queued         !         queued   queued  queued      =
 granted    connecting+begin  connecting+begin  !              !              !              !              !         !        !       !           !
 retry-due  =                 =                 =              =              queued         =              =         =        =       =           =
 entered    =                 =                 =              verifying      =              =              =         =        =       =           =
 placed     complete          complete          complete       complete       !              complete       !         !        !       =+withdraw  complete
 verified   =                 =                 =              verified       =              =              =         =        =       =           =
 lost       =                 =                 =              =              =              =              =         =        =       =           queued
 missing    =                 =                 =              missing        =              =              =         =        =       =           =
 broke      =                 =                 =              waiting        =              =              =         =        =       =           =
 died       =                 =                 =              failed         =              =              =         =        =       =           failed
 stopped    =                 =                 =              queued         =              =              =         =        =       =           =
 time-up    failed            failed            =              failed         failed         =              =         =        =       =           =
";

#[test]
fn m022_every_state_takes_every_input_as_the_table_says() -> Result<()> {
    let mut lines = TABLE.lines().filter(|line| !line.trim().is_empty()).map(str::split_whitespace);
    let columns: Vec<&str> = lines.next().context("a table without a head")?.collect();
    let (mut wrong, mut cells) = (Vec::new(), 0);
    for mut line in lines {
        let input = line.next().context("a row without an input")?;
        for (from, expected) in columns.iter().zip(line.by_ref()) {
            cells += 1;
            let before = state(from, Intent::Run)?;
            let found = step(&before, input_of(input)?);
            let found = match &found {
                Err(_) => "!".to_owned(),
                Ok(transition) => {
                    let mark = effect(transition.effect);
                    let name = if transition.next == before { "=" } else { name(&transition.next.status) };
                    let expected = expected.split('+').next().unwrap_or_default();
                    ensure!(
                        expected == "=" || expected == "!" || transition.next == state(expected, before.intent)?,
                        "{from} takes {input} and becomes {:?}",
                        transition.next
                    );
                    format!("{name}{mark}")
                }
            };
            if found != expected {
                wrong.push(format!("{from} takes {input}: {found}, expected {expected}"));
            }
        }
    }
    ensure!(cells == 11 * 15, "the table has {cells} cells");
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn a_refused_step_names_both_ends() -> Result<()> {
    let Err(error) = step(&state("complete", Intent::Run)?, Input::Pause(PausedBy::User)) else {
        bail!("a complete task took a pause")
    };
    assert_eq!((error.from, error.input), ("complete", "pause"));
    Ok(())
}

#[test]
fn m022_only_four_states_are_final() -> Result<()> {
    for (name, is_final) in [
        ("queued", false),
        ("hindered", false),
        ("held", false),
        ("verified", false),
        ("running", false),
        ("waiting", false),
        ("paused", false),
        ("complete", true),
        ("missing", true),
        ("failed", true),
        ("canceled", true),
    ] {
        assert_eq!(state(name, Intent::Run)?.status.is_final(), is_final, "{name}");
    }
    Ok(())
}

#[test]
fn after_a_restart_nothing_runs_and_the_intent_says_what_becomes_of_what_did() -> Result<()> {
    assert_eq!(state("running", Intent::Run)?.after_restart(), state("queued", Intent::Run)?);
    assert_eq!(state("running", Intent::Hold)?.after_restart(), state("paused", Intent::Hold)?);
    for name in ["queued", "held", "verified", "waiting", "paused", "complete", "missing", "failed", "canceled"] {
        let before = state(name, Intent::Run)?;
        assert_eq!(before.clone().after_restart(), before, "{name}");
    }
    Ok(())
}

#[test]
fn a_stopped_transfer_is_paused_when_that_was_wanted() -> Result<()> {
    let stopped = step(&state("running", Intent::Hold)?, Input::Stopped)?;
    assert_eq!(stopped.next, state("paused", Intent::Hold)?);
    Ok(())
}

#[test]
fn m070_a_pause_by_the_system_keeps_what_the_person_wants_and_gives_way_to_theirs() -> Result<()> {
    let by_system = step(&state("running", Intent::Run)?, Input::Pause(PausedBy::System))?.next;
    let rests = TaskStatus::Paused { by: PausedBy::System };
    assert_eq!(by_system, State { intent: Intent::Run, status: rests });
    assert_eq!(step(&by_system, Input::Pause(PausedBy::User))?.next, state("paused", Intent::Hold)?);
    let by_user = state("paused", Intent::Hold)?;
    assert_eq!(step(&by_user, Input::Pause(PausedBy::System))?.next, by_user);
    Ok(())
}

/// A state by its name in the table; those that say nothing of their own intent keep `intent`.
fn state(name: &str, intent: Intent) -> Result<State> {
    let running = |phase| State { intent, status: TaskStatus::Running { phase } };
    let ended = |status| State { intent, status };
    Ok(match name {
        "queued" => State { intent: Intent::Run, status: TaskStatus::Enqueued { waiting_for: WaitingFor::Slot } },
        "hindered" => state("queued", intent)?.seen_with(Some(Hindrance::Metered)),
        "held" => State { intent: Intent::Hold, status: TaskStatus::Enqueued { waiting_for: WaitingFor::Start } },
        "verified" => ended(TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings }),
        "running" => running(Phase::Transferring),
        "connecting" => running(Phase::Connecting),
        "verifying" => running(Phase::Verifying),
        "waiting" => ended(TaskStatus::WaitingToRetry { at: Timestamp(7), why: fault() }),
        "paused" => State { intent: Intent::Hold, status: TaskStatus::Paused { by: PausedBy::User } },
        "complete" => ended(TaskStatus::Complete),
        "missing" => ended(TaskStatus::NotFound),
        "failed" => ended(TaskStatus::Failed { fault: fault() }),
        "canceled" => State { intent: Intent::Hold, status: TaskStatus::Canceled },
        other => bail!("no state is called {other}"),
    })
}

fn name(status: &TaskStatus) -> &'static str {
    match status {
        TaskStatus::Enqueued { waiting_for: WaitingFor::Slot } => "queued",
        TaskStatus::Enqueued { waiting_for: WaitingFor::Network(_) } => "hindered",
        TaskStatus::Enqueued { waiting_for: WaitingFor::Start } => "held",
        TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings } => "verified",
        TaskStatus::Running { phase: Phase::Connecting } => "connecting",
        TaskStatus::Running { phase: Phase::Verifying } => "verifying",
        TaskStatus::Running { phase: Phase::Transferring | Phase::Processing | Phase::Placing } => "running",
        TaskStatus::WaitingToRetry { .. } => "waiting",
        TaskStatus::Paused { .. } => "paused",
        TaskStatus::Complete => "complete",
        TaskStatus::NotFound => "missing",
        TaskStatus::Failed { .. } => "failed",
        TaskStatus::Canceled => "canceled",
    }
}

fn input_of(name: &str) -> Result<Input> {
    Ok(match name {
        "resume" => Input::Resume,
        "pause" => Input::Pause(PausedBy::User),
        "cancel" => Input::Cancel,
        "retry" => Input::Retry,
        "granted" => Input::Granted,
        "retry-due" => Input::RetryDue,
        "entered" => Input::Entered(Phase::Verifying),
        "placed" => Input::Placed,
        "verified" => Input::Verified,
        "lost" => Input::Lost,
        "missing" => Input::Missing,
        "broke" => Input::Broke(fault(), Timestamp(7)),
        "died" => Input::Died(fault()),
        "stopped" => Input::Stopped,
        "time-up" => Input::TimeUp(fault()),
        other => bail!("no input is called {other}"),
    })
}

const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Nothing => "",
        Effect::Begin => "+begin",
        Effect::StopKeeping => "+keep",
        Effect::Discard => "+drop",
        Effect::Withdraw => "+withdraw",
    }
}

fn fault() -> Fault {
    Fault::new(Category::NetReset, Remedy::RetryLater, "The server dropped the connection.")
}
