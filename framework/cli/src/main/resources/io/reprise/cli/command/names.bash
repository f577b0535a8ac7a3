
# Completes the names of methods, pipelines and runs too. They are asked from reprise itself, at most once in five minutes.
function _reprise_names() {
  if [ -z "${_reprise_names_text:-}" ] || [ $((SECONDS - _reprise_names_asked)) -gt 300 ]; then
    _reprise_names_text="$(reprise completion names 2>/dev/null)"
    _reprise_names_asked=$SECONDS
  fi
  printf '%s\n' "$_reprise_names_text" | sed -n "s/^$1 //p"
}

function _complete_reprise_with_names() {
  local current="${COMP_WORDS[COMP_CWORD]}" word kind=""
  for word in "${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
    case "$word" in
      info|install|reproduce) kind=methods ;;
      uninstall) kind=installed ;;
      run|check) kind=pipelines ;;
      runs|report) kind=runs ;;
      data)
        case "${COMP_WORDS[2]:-}" in fetch|check|clean) [ "$COMP_CWORD" -gt 2 ] && kind=data ;; esac
        break
        ;;
    esac
    [ -n "$kind" ] && break
  done
  if [ -n "$kind" ] && [ "${current#-}" = "$current" ]; then
    # shellcheck disable=SC2207
    COMPREPLY=( $(compgen -W "$(_reprise_names "$kind")" -- "$current") )
    [ ${#COMPREPLY[@]} -gt 0 ] && return 0
  fi
  _complete_reprise "$@"
}

complete -F _complete_reprise_with_names -o default reprise
