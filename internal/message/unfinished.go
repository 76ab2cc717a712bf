package message

// UnfinishedError refuses a request that has to wait for a job, such as the reading of the database. Its sentence says
// what is prepared; Percent is how much of it is done.
type UnfinishedError struct {
	Sentence Sentence
	Percent  int
}

func (e *UnfinishedError) Error() string { return e.Sentence.String() }
