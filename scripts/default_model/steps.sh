# shellcheck shell=bash
# What train_default_model and train_best_model share: their options, and how each step is made once. The caller sets
# repository.

# begin WORK [DATA] [options]: sets work, data, steps, mine, distil, device and bin, and goes to WORK.
begin() {
    local words=()
    steps="" mine=0 distil=0 device=auto hub=1
    while (($#)); do
        case $1 in
            --steps) steps=${2:?--steps takes a number} && shift ;;
            --device) device=${2:?--device takes auto, cpu or cuda} && shift ;;
            --mine) mine=1 ;;
            --distil) distil=1 ;;
            --no-hub) hub=0 ;;
            -*) refuse "There is no option $1." ;;
            *) words+=("$1") ;;
        esac
        shift
    done
    ((${#words[@]} == 1 || ${#words[@]} == 2)) || refuse "Give a folder for the runs, and perhaps the folder of data."
    [[ -z $steps || $steps =~ ^[1-9][0-9]*$ ]] || refuse "--steps takes a whole number from 1, not $steps."
    data=${words[1]:-$repository/../shared/data}
    [[ -d $data/l4s_rgb ]] || refuse "There is no folder $data/l4s_rgb; give the folder of data after the folder for the runs."
    data=$(realpath "$data")
    bin=$repository/.venv-test/bin
    [[ -x $bin/l4s ]] || refuse "There is no $bin/l4s; scripts/test makes the environment."
    mkdir -p "${words[0]}"
    cd "${words[0]}" || exit
    : "$mine" "$distil" "$hub" # for the caller
}
refuse() {
    printf '%s\n' "$1" >&2
    exit 2
}

# make FILE command...: the command, unless its file is there
make() {
    local file=$1
    shift
    [[ -e $file ]] || "$@"
}
script() {
    "$bin/python" "$repository/scripts/$1.py" "${@:2}"
}
score() {
    local only=()
    [[ -z $steps ]] || only=(--only "patches,speed") # a try: the whole takes a quarter of an hour
    "$bin/python" "$repository/benchmarks/model_scores.py" "$@" "${only[@]}"
}
# train RECIPE RUN [options]: goes on with a run that was stopped, and leaves one that is complete
train() {
    local length=()
    [[ -z $steps ]] || length=(--steps "$steps")
    "$bin/l4s" train "$1" --out "$2" --resume --device "$device" "${length[@]}" "${@:3}"
}

# v0.safetensors, l4s_rgb and patches of the scenes, from which every recipe here goes on
start_of_the_default_model() {
    [[ -e l4s_rgb ]] || ln -s "$data/l4s_rgb" l4s_rgb
    make v0.safetensors script start_from_onnx l4s-lite-v0 --data l4s_rgb -o v0.safetensors
    script cut_scene_patches . --data "$data"
}
