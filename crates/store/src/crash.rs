//! The moments at which a test kills this process.
//!
//! Owns one counter over all steps that change what a disk holds for good: a sync, a rename, a deletion, a commit; the
//! moment before each and the moment after each are points. `HAUL_CRASH_AT=n` kills the process with SIGKILL at the
//! n-th point; `HAUL_CRASH_AT=0` only names every point on standard error, so that a test knows how many there are.
//! `HAUL_PANIC_IN=step` panics once, before the first step of that name.
//! Rule kept here: a release build has none of it.

/// Does `step` between two crash points that carry its name.
pub fn around<T>(step_name: &'static str, step: impl FnOnce() -> T) -> T {
    pass("before", step_name);
    let outcome = step();
    pass("after", step_name);
    outcome
}

#[cfg(not(debug_assertions))]
const fn pass(_side: &'static str, _step_name: &'static str) {}

#[cfg(debug_assertions)]
fn pass(side: &'static str, step_name: &'static str) {
    use std::io::Write as _;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    static PANIC_IN: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("HAUL_PANIC_IN").ok());
    static CRASH_AT: LazyLock<Option<u64>> = LazyLock::new(|| std::env::var("HAUL_CRASH_AT").ok()?.parse().ok());
    static HAS_PANICKED: AtomicBool = AtomicBool::new(false);
    static PASSED: AtomicU64 = AtomicU64::new(0);

    if PANIC_IN.as_deref() == Some(step_name) && !HAS_PANICKED.swap(true, Ordering::SeqCst) {
        panic!("a test asked for it: {side} {step_name}");
    }
    let Some(crash_at) = *CRASH_AT else { return };
    let number = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    if crash_at == 0 || crash_at == number {
        // Nobody has to listen.
        let _ = writeln!(std::io::stderr(), "crash point {number}: {side} {step_name}");
    }
    if crash_at == number {
        let killed = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        tracing::error!(?killed, "the process outlived its crash point");
    }
}
