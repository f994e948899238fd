<?php
// Creates the tables and the administrator, once; later runs give the administrator the password that is configured now.
// Environment: that of config.php, and ADMIN_PASSWORD_FILE.

// WordPress would write to the administrator.
function wp_new_blog_notification() {}

$_SERVER['HTTP_HOST'] = 'localhost';
define('WP_INSTALLING', true);
require '/usr/share/wordpress/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

$password = file_get_contents(getenv('ADMIN_PASSWORD_FILE'));
if (!is_blog_installed()) {
    wp_install('Container approaches', 'admin', 'admin@example.com', false, '', wp_slash($password));
    echo "installed\n";
    exit(0);
}
wp_set_password($password, get_user_by('login', 'admin')->ID);
wp_upgrade();
echo "was installed\n";
