package network

import "sync"

// keptByContract keeps what was derived of each contract for the questions that were asked last, as long as nothing
// has changed that it rests on. Networks of successive facts share it.
type keptByContract[V any] struct {
	mu        sync.Mutex
	questions map[string]map[int32]keptOf[V] // by contract
	asked     []string                       // oldest first
}

type keptOf[V any] struct {
	version [2]uint32
	value   V
}

// keptQuestions is for how many questions answers are kept: some megabytes each at the size of the country.
const keptQuestions = 32

// get returns what is kept of a contract in a state.
func (k *keptByContract[V]) get(question string, contract int32, version [2]uint32) (value V, is bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if of, known := k.questions[question][contract]; known && of.version == version {
		return of.value, true
	}
	return value, false
}

func (k *keptByContract[V]) put(question string, contract int32, version [2]uint32, value V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.questions[question] == nil {
		if k.questions == nil {
			k.questions = map[string]map[int32]keptOf[V]{}
		}
		if len(k.asked) == keptQuestions {
			delete(k.questions, k.asked[0])
			k.asked = k.asked[1:]
		}
		k.questions[question], k.asked = map[int32]keptOf[V]{}, append(k.asked, question)
	}
	k.questions[question][contract] = keptOf[V]{version, value}
}
