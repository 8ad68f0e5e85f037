//! Stage 1: paths and streams become articles.
//!
//! Bytes flow in this order, and each step is one file:
//!
//! 1. [`find_inputs`]: names on the command line become files, in a fixed order;
//! 2. `stream`: a file becomes bytes, whatever it was compressed with;
//! 3. [`Chunks`]: bytes become pieces of about a mebibyte that end where a record ends (a file of text is a record of its own);
//! 4. [`RecordReader`]: one line becomes an [`Article`](crate::model::Article) or a [`Reject`](crate::model::Reject), its body decoded once into a buffer that
//!    the next article uses again;
//! 5. [`clean`](fn@clean): the body is repaired, with the way back;
//! 6. [`paragraphs`]: it falls into paragraphs.
//!
//! Steps 1 to 3 follow the order of the input; 4 to 6 need their chunk alone, so any thread may take them. Which thread does what is settled in
//! [`pipeline`](crate::pipeline).
//!
//! ```
//! use stanceline::read::{FieldMap, RecordReader};
//!
//! let fields = FieldMap::default();
//! let mut reader = RecordReader::new(&fields, 1 << 20);
//! let line = r#"{"maintext":"Talks go on.","date_publish":"2025-03-27 08:00:00"}"#;
//! let article = reader.article(line).expect("the line is an article");
//! assert_eq!(article.text, "Talks go on.");
//! assert_eq!(article.published, Some(jiff::civil::date(2025, 3, 27)));
//! ```

mod inputs;
mod stream;
mod chunks;
mod fields;
mod strings;
mod record;
mod rejected;
mod date;
mod plain;
mod clean;
mod paragraphs;

pub use chunks::{Chunk, ChunkLimits, Chunks, Payload, TextFile, overlong};
pub use clean::{Cleaned, clean};
pub use date::{DateError, Moment, parse_moment};
pub use fields::{Field, FieldMap};
pub use inputs::{Format, Found, Input, find_inputs, find_inputs_outside};
pub use paragraphs::paragraphs;
pub use plain::{PlainReader, embedded_datelines};
pub use record::{RecordError, RecordReader};

/// Cleans a text, unless it holds a NUL: such a text is damaged or binary.
pub fn clean_unless_nul(text: &str) -> Option<Cleaned<'_>> {
    clean::clean_unless_nul(text)
}
