<?php
// Configuration of WordPress, which the distribution's wp-config.php reads. Environment: DATABASE_HOST, DATABASE_PASSWORD_FILE, UPLOADS_FOLDER.

define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', file_get_contents(getenv('DATABASE_PASSWORD_FILE')));
// An address, since the name localhost would stand for a socket.
define('DB_HOST', gethostbyname(getenv('DATABASE_HOST')) . ':3306');
define('DB_CHARSET', 'utf8mb4');

// It is at whatever address people reach it.
define('WP_HOME', 'http://' . ($_SERVER['HTTP_HOST'] ?? 'localhost'));
define('WP_SITEURL', WP_HOME);
define('WP_CONTENT_DIR', '/usr/share/wordpress/wp-content');
define('WPMU_PLUGIN_DIR', '/app/php/plugins');

// The image is the code: nothing is updated, installed or edited from inside, and nothing outside is asked.
define('DISALLOW_FILE_MODS', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);

// Cookies are signed with what follows from the password, so that they stay good after a new container.
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $kind) {
    define("{$kind}_KEY", hash('sha256', "{$kind} key " . DB_PASSWORD));
    define("{$kind}_SALT", hash('sha256', "{$kind} salt " . DB_PASSWORD));
}
$table_prefix = 'wp_';
