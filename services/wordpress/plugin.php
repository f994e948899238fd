<?php
/*
 * Plugin Name: Deployment
 * Description: Uploads in a volume, and passwords for the REST API.
 */

// Uploads are in a volume, and the web server shows them at /uploads.
add_filter('upload_dir', function (array $folder): array {
    $folder['basedir'] = getenv('UPLOADS_FOLDER');
    $folder['baseurl'] = WP_HOME . '/uploads';
    $folder['path'] = $folder['basedir'] . $folder['subdir'];
    $folder['url'] = $folder['baseurl'] . $folder['subdir'];
    return $folder;
});

// For the REST API alone, a user's name and password with each request.
add_filter('determine_current_user', function ($user) {
    if ($user || !isset($_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW']) || !isset($_GET['rest_route'])) {
        return $user;
    }
    $found = wp_authenticate($_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW']);
    return is_wp_error($found) ? $user : $found->ID;
}, 20);
