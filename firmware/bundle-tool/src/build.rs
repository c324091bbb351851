//! `build`: from a bundle's folder to an unsigned release and its chunks, in a staging folder of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ferrule_bundle::Bundle;
use ferrule_bundle::trust::{AbiRange, FileEntry, Hash, ReleaseBody, Stored};

use crate::chunks::{self, Cutter};
use crate::error::ToolError;
use crate::files;
use crate::plan::Plan;
use crate::tree::Tree;
use crate::walk::{self, Found};

/// The unsigned release in a staging folder.
pub const BODY_FILE: &str = "release.json";
/// The signed release in a staging folder.
pub const SIGNED_FILE: &str = "release.signed";

/// What to build.
#[derive(Clone, Copy, Debug)]
pub struct Build<'a> {
    /// The bundle's folder.
    pub bundle: &'a Path,
    /// What a person decided.
    pub plan: &'a Plan,
    /// The release's number.
    pub number: u64,
    /// When it is made, in seconds since 1970.
    pub issued: u64,
    /// The staging folder to fill.
    pub out: &'a Path,
    /// What is published already: its chunks are not staged again.
    pub tree: Option<&'a Tree>,
}

/// What a build made, in files, chunks and bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Of the product.
    pub product: String,
    /// Of the release.
    pub number: u64,
    /// For people.
    pub version: String,
    /// Files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Different chunks.
    pub chunks: usize,
    /// Bytes of their contents.
    pub content_bytes: u64,
    /// Bytes of them as stored.
    pub stored_bytes: u64,
    /// Those among them that the tree does not have yet.
    pub new_chunks: usize,
    /// Their bytes as stored.
    pub new_bytes: u64,
    /// The release that the tree announces now, and what a device that runs it would download.
    pub update: Option<Download>,
}

/// What comes over the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Download {
    /// The release that the device runs.
    pub from: u64,
    /// Chunks it lacks.
    pub chunks: usize,
    /// Their bytes as stored.
    pub bytes: u64,
}

impl Build<'_> {
    /// Fills the staging folder with `release.json` and the chunks that the tree lacks.
    ///
    /// # Errors
    /// [`ToolError::Bundle`] and [`ToolError::Unshippable`] for the bundle, [`ToolError::Refused`] for what the plan says,
    /// [`ToolError::Exists`] when another release is in the staging folder, [`ToolError::File`].
    pub fn run(&self, progress: &mut dyn FnMut(&str)) -> Result<Summary, ToolError> {
        let bundle = Bundle::open(self.bundle)?;
        let found = walk::files(self.bundle)?;
        progress(&format!("reading {} files of {}", found.len(), self.bundle.display()));
        let mut cut = Cut::new(self)?;
        let mut entries = Vec::with_capacity(found.len());
        for file in &found {
            entries.push(cut.file(file)?);
        }
        progress(&format!("{} chunks, of which {} are new", cut.chunks.len(), cut.new.len()));
        let manifest = bundle.manifest();
        let body = self.body(manifest.version.clone(), manifest.abi, entries);
        let path = self.out.join(BODY_FILE);
        let bytes = body.to_bytes().map_err(ToolError::refused(&path))?;
        // By the device's own rules: what the plan says wrongly is found before anybody signs it.
        ReleaseBody::parse(&bytes).map_err(ToolError::refused(&path))?;
        files::write_new(&path, &bytes, "it holds another release: give another --out, or remove it")?;
        self.summary(&body, &cut)
    }

    fn body(&self, version: String, abi: u32, files: Vec<FileEntry>) -> ReleaseBody {
        let plan = self.plan.clone();
        ReleaseBody {
            number: self.number,
            product: plan.product,
            version,
            issued: self.issued,
            expires: self.issued.saturating_add(plan.expires_seconds),
            hardware: plan.hardware,
            abi: AbiRange { min: abi, max: abi },
            needs: plan.needs,
            floor: plan.floor,
            urgent: plan.urgent,
            waves: plan.waves,
            engines: plan.engines,
            report: plan.report,
            files,
        }
    }

    fn summary(&self, body: &ReleaseBody, cut: &Cut<'_>) -> Result<Summary, ToolError> {
        Ok(Summary {
            product: body.product.clone(),
            number: body.number,
            version: body.version.clone(),
            files: body.files.len(),
            bytes: body.files.iter().map(|file| file.bytes).sum(),
            chunks: cut.chunks.len(),
            content_bytes: cut.content_bytes,
            stored_bytes: cut.chunks.values().map(|stored| u64::from(stored.bytes)).sum(),
            new_chunks: cut.new.len(),
            new_bytes: cut.new.values().sum(),
            update: self.download(&cut.chunks)?,
        })
    }

    /// What a device with the announced release lacks of these chunks.
    fn download(&self, chunks: &BTreeMap<Hash, Stored>) -> Result<Option<Download>, ToolError> {
        let Some(tree) = self.tree else { return Ok(None) };
        let Some(timestamp) = tree.timestamp()? else { return Ok(None) };
        let old = tree.release(timestamp.release.number)?;
        let held: BTreeSet<Hash> =
            old.files.iter().flat_map(|file| &file.chunks).map(|chunk| chunk.sha256).collect();
        let lacking = || chunks.iter().filter(|(content, _)| !held.contains(content));
        Ok(Some(Download {
            from: old.number,
            chunks: lacking().count(),
            bytes: lacking().map(|(_, stored)| u64::from(stored.bytes)).sum(),
        }))
    }
}

/// The chunks so far.
struct Cut<'a> {
    out: &'a Path,
    tree: Option<PathBuf>,
    cutter: Cutter,
    /// By content.
    chunks: BTreeMap<Hash, Stored>,
    content_bytes: u64,
    /// By stored bytes: those that the tree lacks, with their length.
    new: BTreeMap<Hash, u64>,
}

impl<'a> Cut<'a> {
    fn new(build: &Build<'a>) -> Result<Self, ToolError> {
        Ok(Self {
            out: build.out,
            tree: build.tree.map(|tree| tree.dir().to_owned()),
            cutter: Cutter::new().map_err(ToolError::file(build.out))?,
            chunks: BTreeMap::new(),
            content_bytes: 0,
            new: BTreeMap::new(),
        })
    }

    fn file(&mut self, found: &Found) -> Result<FileEntry, ToolError> {
        let content = files::read(&found.source)?;
        if content.len() as u64 != found.bytes {
            let fault =
                "it changed while it was read; build again when nobody writes to the bundle".to_owned();
            return Err(ToolError::Unshippable { path: found.source.clone(), fault });
        }
        let pieces = self.cutter.cut(&content).map_err(ToolError::file(&found.source))?;
        let mut chunks = Vec::with_capacity(pieces.len());
        for ((chunk, bytes), piece) in
            pieces.into_iter().zip(content.chunks(ferrule_bundle::trust::limits::CHUNK_BYTES))
        {
            let name = chunk.stored.sha256;
            if self.chunks.insert(chunk.sha256, chunk.stored).is_none() {
                self.content_bytes += piece.len() as u64;
            }
            let published = self.tree.as_ref().is_some_and(|tree| chunks::path(tree, &name).exists());
            if !published && self.new.insert(name, bytes.len() as u64).is_none() {
                chunks::store(self.out, &name, &bytes)?;
            }
            chunks.push(chunk);
        }
        Ok(FileEntry { path: found.path.clone(), bytes: found.bytes, sha256: Hash::of(&content), chunks })
    }
}
