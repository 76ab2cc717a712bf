package persistent

// SortUint64 sorts numbers with a radix sort by bytes. The buffer must be at least as long.
//
// For millions of numbers that differ in a few bytes, as packed ones do, it takes a fraction of the time of a
// comparison sort.
func SortUint64(numbers, buffer []uint64) {
	const digits = 8
	var counts [digits][256]int
	for _, n := range numbers {
		for d := range digits {
			counts[d][byte(n>>(8*d))]++
		}
	}
	from, to := numbers, buffer[:len(numbers)]
	for d := range digits {
		if len(numbers) == 0 || counts[d][byte(numbers[0]>>(8*d))] == len(numbers) {
			continue // the digit is the same in all
		}
		index, next := 0, &counts[d]
		for digit, count := range next {
			next[digit] = index
			index += count
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
