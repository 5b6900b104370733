//! The body of an upload, from its files.
//!
//! Owns the opened files, the order of what is sent, and how bytes leave: at the pace that is allowed, counted, and only
//! as long as the files stay as they were. Refuses to hold more than a piece of a file. Rule kept here: what comes from two
//! states of a file is never sent as one (row 159).

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::unfold;
use haul_model::digest::{Algorithm, Digest};
use haul_model::fault::Category;
use haul_model::segments::SegmentMap;
use haul_model::task::{Form, Upload};
use haul_model::upload::{self, Stamp};
use tokio::sync::Notify;

use crate::disk::{Hasher, Shelf, Source, Unsendable};
use crate::meter::Meter;
use crate::net::{Cargo, Pieces};
use crate::throttle::Valve;
use crate::trouble::{Trouble, of_reading};

/// Bytes that are read at once. The library holds about 400 KiB of them until it writes; those have to stay in the
/// processor's cache.
const PIECE: usize = 128 << 10;

/// How long the first byte waits for an early answer where the user has asked for `Expect: 100-continue` (row 167).
const EXPECTING: Duration = Duration::from_secs(1);

/// The body of an upload.
#[derive(Debug)]
pub(crate) struct Freight {
    sources: Vec<Source>,
    parts: Vec<Part>,
    shelf: Arc<Shelf>,
    /// Its length in bytes.
    pub(crate) length: u64,
}

/// A stretch of a body.
#[derive(Debug)]
enum Part {
    Text(Bytes),
    File { source: usize, first: u64, length: u64 },
}

impl Part {
    fn length(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::File { length, .. } => *length,
        }
    }
}

/// What bytes meet on their way out.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) meter: Arc<Meter>,
    pub(crate) valve: Arc<Valve>,
    /// Told when the first byte leaves.
    pub(crate) begun: Notify,
    /// Why no more bytes come from the files.
    pub(crate) mishap: Mutex<Option<Trouble>>,
    /// Whether the first byte waits for an early answer.
    pub(crate) expects: bool,
}

impl Freight {
    /// Opens the files of an upload; blocks.
    pub(crate) fn open(upload: &Upload) -> Result<Self, Trouble> {
        let open = |path| Source::open(path).map_err(|why| refused(path, &why));
        let sources = upload.files().into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let parts = match &upload.form {
            Form::Binary { file, slice } => {
                let total = sources.first().map_or(0, |source| source.stamp().length);
                let first = slice.map_or(0, |slice| slice.first);
                let length = slice.map_or(Some(total), |slice| slice.length(Some(total))).unwrap_or(0);
                if length == 0 {
                    let message = format!("{} ends before the slice begins. Choose another range.", file.display());
                    return Err(Trouble::new(Category::DiskPath, message));
                }
                vec![Part::File { source: 0, first, length }]
            }
            Form::Multipart { boundary, fields, files } => {
                let part = |piece| match piece {
                    upload::Piece::Text(text) => Part::Text(text.into()),
                    upload::Piece::File(number) => Part::File {
                        source: number,
                        first: 0,
                        length: sources.get(number).map_or(0, |source: &Source| source.stamp().length),
                    },
                };
                upload::pieces(boundary, fields, files).into_iter().map(part).collect()
            }
        };
        let length = parts.iter().map(Part::length).sum();
        Ok(Self { sources, parts, shelf: Shelf::of(PIECE), length })
    }

    /// The files as they were when they were opened.
    pub(crate) fn stamps(&self) -> Vec<Stamp> {
        self.sources.iter().map(Source::stamp).collect()
    }

    /// Refuses files that are not there any more as they were opened; blocks.
    pub(crate) fn respect_changes(&self) -> Result<(), Trouble> {
        for source in &self.sources {
            let is_same = source.is_unchanged().map_err(|error| of_reading(&error, source.path()))?;
            if !is_same || !source.is_in_place() {
                return Err(changed(source));
            }
        }
        Ok(())
    }

    /// Digests of what is sent, and of each file in it; blocks.
    pub(crate) fn digests(&self, algorithm: Algorithm) -> Result<Vec<Digest>, Trouble> {
        let mut whole = Hasher::new(algorithm);
        let mut digests = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => whole.update(text),
                Part::File { source, first, length } => {
                    let mut own = Hasher::new(algorithm);
                    self.read_all(*source, *first, *length, |bytes| {
                        own.update(bytes);
                        whole.update(bytes);
                    })?;
                    digests.push(own.finish());
                }
            }
        }
        digests.push(whole.finish());
        Ok(digests)
    }

    fn read_all(&self, source: usize, first: u64, length: u64, mut take: impl FnMut(&[u8])) -> Result<(), Trouble> {
        let source = &self.sources[source];
        let mut done = 0;
        while done < length {
            let most = usize::try_from(length - done).unwrap_or(usize::MAX);
            let bytes =
                source.read(&self.shelf, first + done, most).map_err(|error| of_reading(&error, source.path()))?;
            if bytes.is_empty() {
                return Err(changed(source));
            }
            take(&bytes);
            done += bytes.len() as u64;
        }
        Ok(())
    }

    /// What is sent from `from` on, as often as it has to be.
    pub(crate) fn cargo(self: &Arc<Self>, from: u64, way: &Arc<Way>) -> Cargo {
        let (freight, way) = (Arc::clone(self), Arc::clone(way));
        let pieces = move || -> Pieces {
            let mut map = SegmentMap::whole(Some(freight.length));
            map.advance(0, from);
            way.meter.reset(map);
            let cursor = Cursor { freight: Arc::clone(&freight), way: Arc::clone(&way), first: from, at: from };
            Box::pin(unfold(cursor, Cursor::next))
        };
        Cargo { length: self.length - from, pieces: Arc::new(pieces) }
    }

    /// The stretch that position `at` is in, and where in it.
    fn find(&self, at: u64) -> Option<(&Part, u64)> {
        let mut begin = 0;
        for part in &self.parts {
            if at < begin + part.length() {
                return Some((part, at - begin));
            }
            begin += part.length();
        }
        None
    }
}

impl Way {
    pub(crate) fn take_mishap(&self) -> Option<Trouble> {
        self.mishap.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A body on its way.
struct Cursor {
    freight: Arc<Freight>,
    way: Arc<Way>,
    /// Where it began.
    first: u64,
    at: u64,
}

impl Cursor {
    async fn next(mut self) -> Option<(io::Result<Bytes>, Self)> {
        if self.at == self.first {
            if self.way.expects {
                tokio::time::sleep(EXPECTING).await;
            }
            self.way.begun.notify_one();
        }
        let block = self.freight.shelf.size();
        let most = self.way.valve.portion().map_or(block, |portion| portion.clamp(1, block));
        match self.read(most) {
            Ok(None) => None,
            Ok(Some(piece)) => {
                let length = piece.len() as u64;
                self.way.valve.take(length).await;
                self.at += length;
                self.way.meter.advance(0, self.at, length);
                Some((Ok(piece), self))
            }
            Err(trouble) => {
                let error = io::Error::other(trouble.message.clone());
                *self.way.mishap.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
                Some((Err(error), self))
            }
        }
    }

    /// Reads on the lane's own thread, as lanes write.
    fn read(&self, most: usize) -> Result<Option<Bytes>, Trouble> {
        let Some((part, within)) = self.freight.find(self.at) else { return Ok(None) };
        let rest = usize::try_from(part.length() - within).unwrap_or(usize::MAX).min(most);
        match part {
            Part::Text(text) => {
                let within = usize::try_from(within).unwrap_or(usize::MAX);
                Ok(Some(text.slice(within..within + rest)))
            }
            Part::File { source, first, .. } => {
                let source = &self.freight.sources[*source];
                let read = source
                    .read(&self.freight.shelf, first + within, rest)
                    .and_then(|piece| Ok((piece, source.is_unchanged()?)));
                let (piece, is_unchanged) = read.map_err(|error| of_reading(&error, source.path()))?;
                if !is_unchanged || piece.len() < rest {
                    return Err(changed(source));
                }
                Ok(Some(piece))
            }
        }
    }
}

fn changed(source: &Source) -> Trouble {
    let message = format!(
        "{} was changed or replaced while it was sent, so the server has nothing that can be relied on. Retry when the \
         file stays as it is.",
        source.path().display()
    );
    Trouble::new(Category::UploadSourceChanged, message)
}

fn refused(path: &std::path::Path, why: &Unsendable) -> Trouble {
    let place = path.display();
    match why {
        Unsendable::Unreadable(error) => of_reading(error, path),
        Unsendable::NotPlain => {
            let message = format!("{place} is no plain file, so it cannot be sent. Choose a file.");
            Trouble::new(Category::DiskPath, message)
        }
        Unsendable::Empty => Trouble::new(
            Category::DiskPath,
            format!("{place} is empty: there is nothing to send. Choose another file."),
        ),
        Unsendable::Link => {
            let message = format!("A link at {place} leads elsewhere since it was added. Add the upload again.");
            Trouble::new(Category::DiskPath, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use futures_util::StreamExt as _;
    use haul_model::rate::Rates;
    use haul_model::schedule::LocalTime;
    use haul_model::task::{Method, Request, Resuming, TaskId};
    use haul_model::upload::{Content, Given, pack};
    use tokio::time::Instant;

    use super::*;
    use crate::throttle::Throttle;

    fn way(expects: bool, rate: Option<u64>) -> Arc<Way> {
        let throttle = Throttle::new(Rates::default(), &BTreeMap::new(), LocalTime { weekday: 0, second: 0 });
        let valve = throttle.valve(TaskId(1), "default", rate);
        Arc::new(Way { meter: Arc::default(), valve, begun: Notify::new(), mishap: Mutex::default(), expects })
    }

    fn freight(folder: &std::path::Path, content: &[u8]) -> anyhow::Result<Arc<Freight>> {
        let path = folder.canonicalize()?.join("file");
        std::fs::write(&path, content)?;
        let request = Request::of("https://a.example/up".parse()?, Method::Post);
        let upload = pack(request, Content::Binary(Given { path, ..Given::default() }), Resuming::Never, 7)?;
        Ok(Arc::new(Freight::open(&upload).map_err(|trouble| anyhow::anyhow!(trouble.message))?))
    }

    #[tokio::test(start_paused = true)]
    async fn f167_the_first_byte_waits_a_second_for_an_early_answer_where_one_is_expected() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let freight = freight(folder.path(), b"bytes")?;
        for (expects, waited) in [(true, Duration::from_secs(1)), (false, Duration::ZERO)] {
            let begun = Instant::now();
            let first = (freight.cargo(0, &way(expects, None)).pieces)().next().await;
            assert_eq!(first.transpose()?.as_deref(), Some(b"bytes".as_slice()));
            assert_eq!(begun.elapsed().as_secs(), waited.as_secs(), "{expects}");
        }
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn m151_a_limit_holds_for_what_leaves_and_progress_counts_it() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (freight, way) = (freight(folder.path(), &vec![7; 500_000])?, way(false, Some(50_000)));
        let begun = Instant::now();
        let mut pieces = (freight.cargo(100_000, &way).pieces)();
        let mut left = 100_000;
        while let Some(piece) = pieces.next().await {
            left += piece?.len() as u64;
            assert_eq!(way.meter.map().received(), left);
        }
        assert_eq!((left, way.meter.new_bytes()), (500_000, 400_000));
        let seconds = begun.elapsed().as_secs_f64();
        assert!((7.5..=8.5).contains(&seconds), "{seconds} of the held clock for 400,000 bytes at 50,000 a second");
        Ok(())
    }
}
