//! A server that takes uploads which can be resumed, in the words of tus 1.0 or of the IETF's draft, and can lie.
//!
//! Owns what it has been sent, byte for byte, whatever became of the request. Rule kept here: without a lie of the script it
//! is an honest server: it takes bytes only at the offset it has, and an object exists once all of it is there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::recorded::Recorded;
use crate::resource::Resource;

/// The protocol that a store speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// draft-ietf-httpbis-resumable-upload.
    Draft,
    /// tus 1.0.
    Tus,
}

/// A store of uploads behind an [`Origin`](crate::Origin); clones share what they have.
#[derive(Clone)]
pub struct UploadStore {
    tongue: Tongue,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    uploads: BTreeMap<String, Kept>,
    made: u32,
    objects: Vec<Vec<u8>>,
    lie: Option<u64>,
    accident: Option<Accident>,
}

/// Something that happens to a store.
type Accident = Box<dyn FnOnce(&UploadStore) + Send>;

#[derive(Default)]
struct Kept {
    length: usize,
    bytes: Vec<u8>,
    is_complete: bool,
}

impl UploadStore {
    /// Makes an empty store.
    pub fn new(tongue: Tongue) -> UploadStore {
        UploadStore { tongue, state: Arc::default() }
    }

    /// Gives the resource to put at every path: POST makes an upload, HEAD asks for it, PATCH goes
    /// on and DELETE ends it.
    pub fn resource(&self) -> Resource {
        let (answering, hearing) = (self.clone(), self.clone());
        Resource::decided_by(move |request| answering.answer(request))
            .heard_by(move |request, before, part| hearing.hear(request, before, part))
    }

    /// Gives the objects that are there, in the order in which they were completed.
    pub fn objects(&self) -> Vec<Vec<u8>> {
        self.state().objects.clone()
    }

    /// Gives the number of uploads that were begun.
    pub fn made(&self) -> u32 {
        self.state().made
    }

    /// Gives the number of uploads that it keeps, complete or not.
    pub fn kept(&self) -> usize {
        self.state().uploads.len()
    }

    /// Gives the number of bytes of the upload that was begun last.
    pub fn has(&self) -> usize {
        self.state().uploads.values().last().map_or(0, |kept| kept.bytes.len())
    }

    /// Forgets every upload that is not complete.
    pub fn forgets(&self) {
        self.state().uploads.clear();
    }

    /// Loses all but the first `bytes` of the upload that was begun last.
    pub fn loses_all_but(&self, bytes: usize) {
        if let Some(kept) = self.state().uploads.values_mut().last() {
            kept.bytes.truncate(bytes);
        }
    }

    /// Lets this happen just before it answers the next question how much it has.
    pub fn before_it_is_asked(&self, accident: impl FnOnce(&UploadStore) + Send + 'static) {
        self.state().accident = Some(Box::new(accident));
    }

    /// Says to have so many bytes the next time it is asked.
    pub fn lies_once(&self, bytes: u64) {
        self.state().lie = Some(bytes);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a part of a body as it arrives; `before` bytes of that body came earlier.
    fn hear(&self, request: &Recorded, before: u64, part: &[u8]) {
        let mut state = self.state();
        let Some(kept) = state.uploads.get_mut(request.path()).filter(|_| request.method == "PATCH") else { return };
        let position = offset_of(request).map(|offset| offset + before);
        if position == Some(kept.bytes.len() as u64) && kept.bytes.len() + part.len() <= kept.length {
            kept.bytes.extend_from_slice(part);
        }
    }

    fn answer(&self, request: &Recorded) -> Resource {
        let speaks = match self.tongue {
            Tongue::Draft => request.header("upload-draft-interop-version").is_some(),
            Tongue::Tus => request.header("tus-resumable").as_deref() == Some("1.0.0"),
        };
        if !speaks {
            return Resource::status(412).body("another version is spoken here");
        }
        match request.method.as_str() {
            "HEAD" => self.asked(request),
            "PATCH" => self.appended(request),
            "DELETE" => self.deleted(request),
            _ => self.created(request),
        }
    }

    fn created(&self, request: &Recorded) -> Resource {
        let Some(length) = request.header("upload-length").and_then(|length| length.parse().ok()) else {
            return Resource::status(400).body("how long will it be?");
        };
        let mut state = self.state();
        state.made += 1;
        let path = format!("/uploads/{:04}", state.made);
        state.uploads.insert(path.clone(), Kept { length, ..Kept::default() });
        self.worded(Resource::status(201).header("Location", path), false)
    }

    fn asked(&self, request: &Recorded) -> Resource {
        let accident = self.state().accident.take();
        if let Some(happens) = accident {
            happens(self);
        }
        let mut state = self.state();
        let lie = state.lie.take();
        let Some(kept) = state.uploads.get(request.path()) else { return Resource::status(404) };
        let offset = lie.unwrap_or(kept.bytes.len() as u64);
        let answer = Resource::status(204).header("Upload-Offset", offset.to_string());
        self.worded(answer.header("Cache-Control", "no-store"), kept.is_complete)
    }

    fn deleted(&self, request: &Recorded) -> Resource {
        match self.state().uploads.remove(request.path()) {
            Some(_) => self.worded(Resource::status(204), false),
            None => Resource::status(404),
        }
    }

    fn appended(&self, request: &Recorded) -> Resource {
        let wanted = match self.tongue {
            Tongue::Draft => "application/partial-upload",
            Tongue::Tus => "application/offset+octet-stream",
        };
        if request.header("content-type").as_deref() != Some(wanted) {
            return Resource::status(415);
        }
        let mut state = self.state();
        let State { uploads, objects, .. } = &mut *state;
        let Some(kept) = uploads.get_mut(request.path()) else { return Resource::status(404) };
        let (has, end) = (kept.bytes.len() as u64, offset_of(request).map(|at| at + request.body.len() as u64));
        if kept.is_complete || end != Some(has) {
            return self.worded(Resource::status(409).header("Upload-Offset", has.to_string()), kept.is_complete);
        }
        let is_last = match self.tongue {
            Tongue::Draft => request.header("upload-complete").as_deref() == Some("?1"),
            Tongue::Tus => kept.bytes.len() == kept.length,
        };
        if is_last {
            kept.is_complete = true;
            objects.push(kept.bytes.clone());
        }
        let answer = match self.tongue {
            Tongue::Draft => Resource::status(200).body("taken"),
            Tongue::Tus => Resource::status(204),
        };
        self.worded(answer.header("Upload-Offset", has.to_string()), is_last)
    }

    fn worded(&self, answer: Resource, is_complete: bool) -> Resource {
        match self.tongue {
            Tongue::Draft => answer.header("Upload-Complete", if is_complete { "?1" } else { "?0" }),
            Tongue::Tus => answer.header("Tus-Resumable", "1.0.0"),
        }
    }
}

fn offset_of(request: &Recorded) -> Option<u64> {
    request.header("upload-offset")?.parse().ok()
}
