#[collection(table = Notes, by = note::Of)]
pub(crate) struct Board {
    owner: User,
    settings: Option<Settings>,
    notes: Vec<NoteView>,
    #[collection(last = 10)]
    events: Vec<Event>,
}
