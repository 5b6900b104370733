//! Whoever shows tray icons on this desktop.
//!
//! Owns the questions over the session bus. Rule kept here: a host that comes later is noticed when it comes.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::StreamExt;
use tauri::{AppHandle, Manager};
use zbus::proxy::CacheProperties;

use super::{Tray, is_made};

#[zbus::proxy(
    interface = "org.kde.StatusNotifierWatcher",
    default_service = "org.kde.StatusNotifierWatcher",
    default_path = "/StatusNotifierWatcher",
    gen_blocking = false
)]
trait StatusNotifierWatcher {
    #[zbus(signal)]
    fn status_notifier_host_registered(&self) -> zbus::Result<()>;

    #[zbus(signal)]
    fn status_notifier_host_unregistered(&self) -> zbus::Result<()>;

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> zbus::Result<bool>;
}

/// Makes the icon as soon as somebody shows it, and follows whether anybody does, for ever.
pub(crate) async fn watch_for_host(app: AppHandle) {
    if let Err(error) = watch(&app).await {
        tracing::info!("there is no tray, because there is no session bus: {error}");
    }
    app.state::<Tray>().host_is_there.store(false, Ordering::Relaxed);
}

async fn watch(app: &AppHandle) -> zbus::Result<()> {
    let bus = zbus::Connection::session().await?;
    // A cache that was filled while nobody watched would say so for ever.
    let uncached = StatusNotifierWatcherProxy::builder(&bus).cache_properties(CacheProperties::No);
    let watcher = uncached.build().await?;
    let mut owners = watcher.inner().receive_owner_changed().await?.map(drop).boxed();
    let mut comes = watcher.receive_status_notifier_host_registered().await?.map(drop).boxed();
    let mut goes = watcher.receive_status_notifier_host_unregistered().await?.map(drop).boxed();
    loop {
        let registered = watcher.is_status_notifier_host_registered().await.unwrap_or(false);
        let shown = registered && is_made(app).await;
        app.state::<Tray>().host_is_there.store(shown, Ordering::Relaxed);
        tokio::select! {
            Some(()) = owners.next() => {}
            Some(()) = comes.next() => {}
            Some(()) = goes.next() => {}
            else => return Err(zbus::Error::InputOutput(Arc::new(io::ErrorKind::BrokenPipe.into()))),
        }
    }
}
