//! The stage of every test: a server with the known routes, and an engine in a folder of its own.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use haul_engine::library::{Builder, DownloadTask, Haul, ProgressUpdate, StatusUpdate};
use haul_model::place::{Bases, SharedFolders};
use haul_testkit::{Length, Origin, OriginScript, Recorded, Resource, bytes};
use tempfile::TempDir;

/// Length of the file that the contract names.
pub(crate) const FIVE_MB: u64 = 6_207_471;

/// Length of the file that takes some seconds.
pub(crate) const LARGE: u64 = 12_000_000;

/// The bytes of the file of five megabytes.
pub(crate) fn five_mb() -> Vec<u8> {
    bytes(5, FIVE_MB as usize)
}

/// The bytes of the file that takes some seconds.
pub(crate) fn large() -> Vec<u8> {
    bytes(57, LARGE as usize)
}

pub(crate) struct Scene {
    pub(crate) origin: Origin,
    pub(crate) haul: Haul,
    folder: TempDir,
}

impl Scene {
    /// The server with the known routes.
    pub(crate) async fn new() -> Result<Self> {
        Self::with(|script| script, |builder| builder).await
    }

    /// The server with other routes besides, and an engine with something set.
    pub(crate) async fn with(
        routes: impl FnOnce(OriginScript) -> OriginScript,
        set: impl FnOnce(Builder) -> Builder,
    ) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let origin = routes(known_routes()).start().await?;
        let haul = set(builder(folder.path())).open().await?;
        Ok(Self { origin, haul, folder })
    }

    /// A download of this path, into the download folder, under this name.
    pub(crate) fn task(&self, path: &str, name: &str) -> DownloadTask {
        DownloadTask::new(self.origin.url_of(path)).name(name)
    }

    /// A path below the download folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.haul.bases().downloads.join(name)
    }

    /// Ends the engine and opens its folder again.
    pub(crate) async fn reopened(self) -> Result<Self> {
        let Self { origin, haul, folder } = self;
        haul.close().await;
        let haul = builder(folder.path()).open().await?;
        Ok(Self { origin, haul, folder })
    }
}

fn builder(folder: &std::path::Path) -> Builder {
    let below = |name: &str| folder.join(name);
    let shared = SharedFolders {
        downloads: below("shared/downloads"),
        images: below("shared/images"),
        video: below("shared/video"),
        audio: below("shared/audio"),
        files: below("shared/files"),
    };
    Haul::builder(below("tasks")).shared_folders(shared).bases(Bases {
        downloads: below("downloads"),
        documents: below("documents"),
        temporary: below("temporary"),
        support: below("support"),
        home: folder.to_owned(),
    })
}

fn known_routes() -> OriginScript {
    let slow = Resource::new(large()).paced(4_000_000);
    Origin::serving(Resource::status(404).body("not found"))
        .at("/fail", Resource::status(403).body("Not authorized"))
        .at("/echo_get", Resource::echo())
        .at("/echo_post", Resource::echo())
        .at("/redirect", Resource::redirect(302, "/echo_get?redirected=true"))
        .at("/files/5MB-test.ZIP", Resource::decided_by(five_mb_file))
        .at("/files/57MB-test.ZIP", slow)
        .at("/files/small", bytes(1, 20_000))
}

/// In one second, with or without a length.
fn five_mb_file(request: &Recorded) -> Resource {
    let file = Resource::new(five_mb()).paced(FIVE_MB);
    if request.query() == Some("no_content_length=true") { file.length(Length::Chunked) } else { file }
}

/// A list that closures add to.
#[derive(Debug)]
pub(crate) struct Heard<T>(Arc<Mutex<Vec<T>>>);

impl<T> Clone for Heard<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Heard<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Clone> Heard<T> {
    pub(crate) fn add(&self, one: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(one);
    }

    pub(crate) fn all(&self) -> Vec<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Heard<&'static str> {
    /// A listener that notes the words of statuses.
    pub(crate) fn words(&self) -> impl Fn(&StatusUpdate) + Send + Sync + 'static {
        let heard = self.clone();
        move |update| heard.add(update.status.word())
    }
}

impl Heard<f64> {
    /// A listener that notes fractions.
    pub(crate) fn fractions(&self) -> impl Fn(&ProgressUpdate) + Send + Sync + 'static {
        let heard = self.clone();
        move |update| heard.add(update.progress)
    }
}

/// Waits until something is so, and fails after a time that is long for everything here.
pub(crate) async fn until(mut so: impl FnMut() -> bool) -> Result<()> {
    tokio::task::block_in_place(|| haul_testkit::eventually("what was waited for", || so().then_some(())))
}
