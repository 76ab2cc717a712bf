package demo

func orme() []record { return nil }
