<?php usleep(100000); echo "PHP answers ", PHP_MAJOR_VERSION >= 7 ? "well" : "badly", "\n";
