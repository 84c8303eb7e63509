"""What a sample says before all forms are there, and what figures can and cannot say of themselves.

Beside the way of a form: every function takes arrays and gives numbers, asks nobody and reads no clock.
Frames become arrays in `testigo.acts`; words for people are made in `testigo.cli` and in the catalogues.

`sample_*`, `tickets`, `allocation`     which stations are drawn, so that anyone can draw them again
`ratio`, `size`, `response`, `missing`  what the sample says of all stations, and what it does not
`sequential`, `kaplan_markov`, `hidden` tests of an outcome that may be looked at while forms arrive
`digits`, `dispersion`, `bulletin`, ... what a fabricated table might show, calibrated on clean elections
`stream`                                chance for simulations, the same on every machine and in every version

Nothing here can tell whether the forms are genuine: every figure is conditional on that, and whoever prints
one says so beside it.
"""
