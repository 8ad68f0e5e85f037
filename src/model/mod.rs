//! Ground floor: the types that the stages hand to one another. Types only, no I/O.
//!
//! Positions are byte spans into [`Document::text`] (the cleaned text); they become code points of the text as given only when
//! a [`Statement`] is made, through [`OffsetMap`].

mod span;
mod article;
mod list;
mod document;
mod beside;
mod places;
mod mention;
mod attribution;
mod statement;
mod series;
mod rows;
mod network;
mod copy_words;
mod dateline_words;

pub use article::*;
pub use attribution::*;
pub use copy_words::*;
pub use dateline_words::*;
pub use document::*;
pub use list::*;
pub use mention::*;
pub use network::*;
pub use places::*;
pub use rows::*;
pub use series::*;
pub use span::*;
pub use statement::*;
