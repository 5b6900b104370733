//! Haul's icon in the dock or task bar of the desktop.
//!
//! Owns the progress and the count on it (com.canonical.Unity.LauncherEntry, M188). Refuses to be seen where the setting
//! says no. Rules kept here: it is told at most twice a second, and only what changed; a start and an end clear what an
//! earlier process may have left, because docks keep the last that they heard.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tauri::{AppHandle, Manager};
use tokio::time::{sleep, timeout};
use zbus::Connection;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::Value;

use crate::IDENTIFIER;
use crate::glance::{self, Glance};

/// Where the entry is on the bus.
const PATH: &str = "/dev/haul/Haul/LauncherEntry";

/// Least time between two updates.
const PAUSE: Duration = Duration::from_millis(500);

/// How long the end of the program may wait for the bus.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Badge {
    /// 0.0 to 1.0 where it is known.
    progress: Option<f64>,
    /// How many are on their way; none are not counted.
    count: u64,
    /// Whether something failed that nobody has seen.
    urgent: bool,
}

/// The bus that was told, so that it can be told of the end.
#[derive(Default)]
pub(crate) struct Launcher(Mutex<Option<Connection>>);

/// Shows how far everything is, for ever.
pub(crate) async fn keep_shown(app: AppHandle) {
    if let Err(error) = show(&app).await {
        tracing::info!("no launcher shows progress, because there is no session bus: {error}");
    }
}

/// Takes everything off the icon.
pub(crate) async fn clear(app: &AppHandle) {
    let bus = app.state::<Launcher>().0.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(bus) = bus else { return };
    if !matches!(timeout(PATIENCE, tell(&bus, Badge::default())).await, Ok(Ok(()))) {
        tracing::debug!("the launcher did not hear of the end");
    }
}

async fn show(app: &AppHandle) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let shown = Arc::new(Mutex::new(Badge::default()));
    bus.object_server().at(PATH, Entry(Arc::clone(&shown))).await?;
    *app.state::<Launcher>().0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bus.clone());
    let mut glances = glance::follow(app);
    tell(&bus, Badge::default()).await?;
    while glances.changed().await.is_ok() {
        let badge = glances.borrow_and_update().as_ref().map_or_else(Badge::default, Badge::of);
        let before = std::mem::replace(&mut *shown.lock().unwrap_or_else(PoisonError::into_inner), badge);
        if before != badge {
            tell(&bus, badge).await?;
            sleep(PAUSE).await;
        }
    }
    Ok(())
}

impl Badge {
    fn of(glance: &Glance) -> Self {
        if !glance.in_launcher {
            return Self::default();
        }
        // Docks draw a few dozen pixels: more digits would only be more messages.
        let progress = glance.progress.map(|share| (share * 100.0).floor() / 100.0);
        Self { progress, count: glance.counts.active, urgent: glance.needs_attention }
    }

    fn properties(self) -> HashMap<&'static str, Value<'static>> {
        HashMap::from([
            ("progress", Value::from(self.progress.unwrap_or(0.0))),
            ("progress-visible", Value::from(self.progress.is_some())),
            ("count", Value::from(i64::try_from(self.count).unwrap_or(i64::MAX))),
            ("count-visible", Value::from(self.count > 0)),
            ("urgent", Value::from(self.urgent)),
        ])
    }
}

fn application() -> String {
    format!("application://{IDENTIFIER}.desktop")
}

async fn tell(bus: &Connection, badge: Badge) -> zbus::Result<()> {
    Entry::update(&SignalEmitter::new(bus, PATH)?, &application(), badge.properties()).await
}

/// The entry as docks may ask for it that start later.
struct Entry(Arc<Mutex<Badge>>);

#[zbus::interface(name = "com.canonical.Unity.LauncherEntry")]
impl Entry {
    #[zbus(signal)]
    async fn update(
        emitter: &SignalEmitter<'_>,
        application: &str,
        properties: HashMap<&str, Value<'_>>,
    ) -> zbus::Result<()>;

    fn query(&self) -> (String, HashMap<&'static str, Value<'static>>) {
        (application(), self.0.lock().unwrap_or_else(PoisonError::into_inner).properties())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m188_at_the_end_nothing_is_left_on_the_icon() {
        let nothing = Badge::default().properties();
        for property in ["progress-visible", "count-visible", "urgent"] {
            assert_eq!(nothing.get(property), Some(&Value::from(false)), "{property}");
        }
    }

    #[test]
    fn m188_an_unknown_progress_is_not_shown_as_none() {
        let running = Badge { progress: None, count: 2, urgent: false }.properties();
        assert_eq!(running.get("progress-visible"), Some(&Value::from(false)));
        assert_eq!(
            (running.get("count"), running.get("count-visible")),
            (Some(&Value::from(2_i64)), Some(&true.into()))
        );
    }
}
