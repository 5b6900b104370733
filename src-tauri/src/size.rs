//! How large the window was.
//!
//! Owns the small file that remembers it. Refuses the position: it means nothing on half of the desktops.
//! Rule kept here: a file that is missing, broken or absurd gives the usual size.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// The least width and height, in logical pixels.
pub(crate) const LEAST: (f64, f64) = (480.0, 360.0);

const MOST: (f64, f64) = (7680.0, 4320.0);

/// Size of the window, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Size {
    /// Of the page, without frame and title.
    pub(crate) width: f64,
    /// The same.
    pub(crate) height: f64,
    /// Whether it fills the screen; width and height are those it has otherwise.
    pub(crate) maximized: bool,
}

impl Default for Size {
    fn default() -> Self {
        Self { width: 1080.0, height: 680.0, maximized: false }
    }
}

/// The size that is remembered between windows and starts.
pub(crate) struct Remembered {
    file: PathBuf,
    size: Mutex<Size>,
}

impl Remembered {
    /// Reads what `folder` remembers.
    pub(crate) fn read(folder: &Path) -> Self {
        let file = folder.join("window.json");
        let read = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Size>(&bytes).ok());
        Self { file, size: Mutex::new(read.filter(is_sensible).unwrap_or_default()) }
    }

    /// The size for the next window.
    pub(crate) fn size(&self) -> Size {
        *self.size.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the window as it is now.
    pub(crate) fn note(&self, width: f64, height: f64, maximized: bool) {
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = Size { width, height, maximized };
        if maximized {
            size.maximized = true;
        } else if is_sensible(&seen) {
            *size = seen;
        }
    }

    /// Writes it down for the next start.
    pub(crate) fn keep(&self) {
        let written = self.file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            let text = serde_json::to_vec(&self.size())?;
            fs::write(&self.file, text)
        });
        if let Err(error) = written {
            tracing::info!("the size of the window is not remembered: {error}");
        }
    }
}

fn is_sensible(size: &Size) -> bool {
    (LEAST.0..=MOST.0).contains(&size.width) && (LEAST.1..=MOST.1).contains(&size.height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_survives_the_program() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let remembered = Remembered::read(&folder.path().join("not made yet"));
        remembered.note(900.0, 700.0, false);
        remembered.note(1920.0, 1050.0, true);
        remembered.keep();
        let again = Remembered::read(&folder.path().join("not made yet")).size();
        assert_eq!(again, Size { width: 900.0, height: 700.0, maximized: true });
        Ok(())
    }

    #[test]
    fn nonsense_gives_the_usual_size() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for text in ["", "{}", "7", r#"{"width":-1.0,"height":1e300,"maximized":false}"#] {
            fs::write(folder.path().join("window.json"), text)?;
            assert_eq!(Remembered::read(folder.path()).size(), Size::default(), "{text}");
        }
        Ok(())
    }
}
