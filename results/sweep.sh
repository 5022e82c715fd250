# For scripts that run sweeps, to be read by them: they set $neurotron, $replicates and $threads.

# sweep DIR OPTION...: a sweep in a folder, begun or gone on with, its words in DIR.txt; nothing if it is complete. Runs that
# diverge are part of what is to be seen.
sweep() {
    dir=$1
    shift
    if [ ! -e "$dir/summary.csv" ]; then
        if [ -e "$dir/run.json" ]; then
            "$neurotron" resume "$dir" --threads "$threads" >"$dir.txt" || [ -e "$dir/summary.csv" ]
        else
            "$neurotron" sweep "$@" --replicates "$replicates" --threads "$threads" --out "$dir" >"$dir.txt" \
                || [ -e "$dir/summary.csv" ]
        fi
    fi
}
