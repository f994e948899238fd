package bounded

import "slices"

// EditConfig adapts the config.json of a bundle.
func (h Host) EditConfig(path string) error {
	return editFile(path, func(config *object) (bool, error) {
		return change(*config, "process", h.process)
	})
}

// EditProcess adapts the process file of runc exec.
func (h Host) EditProcess(path string) error { return editFile(path, h.process) }

func (h Host) process(process *object) (bool, error) {
	edits := []func(object) (bool, error){h.capabilities}
	if h.Limited {
		edits = append(edits, h.rlimits, h.oomScoreAdj)
	}
	changedAny := false
	for _, edit := range edits {
		changed, err := edit(*process)
		if err != nil {
			return false, err
		}
		changedAny = changedAny || changed
	}
	return changedAny, nil
}

// capabilities removes from each of the five sets what the host lacks: runc fails on what the kernel refuses to grant.
func (h Host) capabilities(process object) (bool, error) {
	return change(process, "capabilities", func(sets *object) (bool, error) {
		changedAny := false
		for set := range *sets {
			changed, err := change(*sets, set, func(names *[]string) (bool, error) {
				kept := slices.DeleteFunc(slices.Clone(*names), func(name string) bool { return h.Lacking[name] })
				changed := len(kept) != len(*names)
				*names = kept
				return changed, nil
			})
			if err != nil {
				return false, err
			}
			changedAny = changedAny || changed
		}
		return changedAny, nil
	})
}

// oomScoreAdj raises a score below the current one: lowering it takes CAP_SYS_RESOURCE.
func (h Host) oomScoreAdj(process object) (bool, error) {
	return change(process, "oomScoreAdj", func(score *int64) (bool, error) {
		if *score >= h.OOMScoreAdj {
			return false, nil
		}
		*score = h.OOMScoreAdj
		return true, nil
	})
}
