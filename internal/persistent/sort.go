package persistent

// SortUint64 sorts numbers by their bytes, from the last to the first, with room
// for as many. Of millions of numbers that differ in a few bytes alone, as packed
// ones do, it takes a fraction of what comparing takes.
func SortUint64(numbers, room []uint64) {
	const digits = 8
	var counts [digits][256]int
	for _, n := range numbers {
		for d := range digits {
			counts[d][byte(n>>(8*d))]++
		}
	}
	from, to := numbers, room[:len(numbers)]
	for d := range digits {
		if len(numbers) == 0 || counts[d][byte(numbers[0]>>(8*d))] == len(numbers) {
			continue // it is the same in all
		}
		place, next := 0, &counts[d]
		for digit, count := range next {
			next[digit] = place
			place += count
		}
		for _, n := range from {
			digit := byte(n >> (8 * d))
			to[next[digit]] = n
			next[digit]++
		}
		from, to = to, from
	}
	if len(numbers) > 0 && &from[0] != &numbers[0] {
		copy(numbers, from)
	}
}
